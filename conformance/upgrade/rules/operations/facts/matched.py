"""How the exchanges of an operation differ between the releases, apart from what their declarations explain.

Each fact is reported once: rules of the surface report what follows from a changed declaration, and rules of the wire
and behaviour report the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from conformance.change import Difference
from conformance.contract.model import Operation, Parameter
from conformance.finding import PACKAGE
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.source.compare_types import rename_models
from conformance.upgrade.source.definitions import Attribute

ResponseKind = Literal["good", "newer", "error", "odd error", "redirect", "fault", "late error", "malformed"]
ENDINGS: Final = ("raises", "returns", "does not")  # how a call ends that sends nothing
_BODIES: Final = {
    "html": "an HTML body",
    "empty": "an empty body",
    "invalid_json": "a body that is not JSON",
    "list": "a list",
    "string": "a string",
    "number": "a number",
    "null": "null",
    "non_utf8": "a body that is not UTF-8",
    "object": "an object",
    "204": "status 204",
    "truncated": "half a body",
}
_ERROR: Final = re.compile(r"error_\d+")
_UNDECLARED: Final = "418"  # stands for any status that the API does not declare
_REFUSED: Final = re.compile(r"ArgumentRefused: ([\w.]+)\(")


def response_kind(response: str) -> ResponseKind:
    """The kind of a response, from its label."""
    if response.startswith("new_"):
        return "newer"
    if response.startswith("recorded "):
        _, outcome, *_ = response.split(" ")
        return "good" if outcome == "success" else "late error" if outcome == "late" else "error"
    if response.startswith("error_"):
        return "error" if _ERROR.fullmatch(response) else "odd error"
    if response.startswith("success_"):
        return "malformed"
    if response.startswith("second_page_"):
        return "late error"
    return "redirect" if response == "redirected" else "fault" if response.startswith("connection_") else "good"


def response_label(response: str) -> str:
    """The label of a response as text."""
    status, _, odd = response.removeprefix("error_").removeprefix("success_").partition("_")
    if response.startswith("success_"):
        return _BODIES.get(response.removeprefix("success_"), response.removeprefix("success_"))
    if not response.startswith("error_"):
        return response.replace("_", " ")
    return f"status {status}" + (f" with {_BODIES.get(odd, odd)}" if odd else "")


def past_tense(ending: str) -> str:
    """How a call ended, in the past tense: "raised ValueError" for "raises ValueError"."""
    return ending.replace("raises", "raised", 1).replace("returns", "returned", 1).replace("does not", "did not", 1)


def group_labels(responses: Iterable[str]) -> list[str]:
    """The labels of responses, as a message names them. An undeclared status stands for any error status."""
    found: dict[str, list[str]] = {}
    for response in responses:
        _, status, rest = response_label(response).partition("status ")
        number, _, body = rest.partition(" ")
        is_error = response.startswith("error_") and bool(status)
        group = found.setdefault(body if is_error else response_label(response), [])
        if is_error and number not in group:
            group.append(number)
    return [label for rest, statuses in found.items() for label in _statuses(rest, statuses)]


def _statuses(rest: str, statuses: list[str]) -> list[str]:
    if not statuses:
        return [rest]
    if _UNDECLARED in statuses:
        return [f"an error status {rest}".rstrip() + f" (tried: {', '.join(statuses)})"]
    return [f"status {status} {rest}".rstrip() for status in statuses]


@dataclass(frozen=True)
class MatchedOperation:
    """One operation that both releases have, and how its exchanges differ."""

    pair: ReleasePair
    path: str
    old: Operation
    new: Operation
    differences: tuple[Difference, ...]

    @cached_property
    def parameters(self) -> tuple[tuple[Parameter, Parameter], ...]:
        """The arguments that both releases accept."""
        names = {old: new for (path, old), new in self.pair.alignment.parameters.items() if path == self.path}
        there = {parameter.name: parameter for parameter in self.new.accepted}
        free = there.keys() - names.values()  # a renamed argument may have taken the name
        matched = ((p, names.get(p.name, p.name)) for p in self.old.accepted if p.name in names or p.name in free)
        return tuple((old, there[name]) for old, name in matched if name in there)

    @cached_property
    def result_redeclared(self) -> bool:
        """The declared result differs, which explains why the same response is returned differently."""
        names = self.pair.alignment.definitions
        return self.old.shape != self.new.shape or rename_models(self.old.response, names) != self.new.response

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The changed files that define the operation: its client and its raw client."""
        found = set()
        for side, path in ((self.pair.old, self.path), (self.pair.new, self.new.path)):
            for written in side.api.operations.get(path, {}).values():
                folder = written.file.rpartition("/")[0]
                found |= {written.file, f"{folder}/client.py", f"{folder}/raw_client.py"}
        return tuple(sorted(file for file in found if is_file_changed(self.pair, file)))

    def refusal_explained(self, text: str) -> bool:
        """Rules of the surface explain why a call is refused: an argument is gone, or a model has other fields."""
        model = _REFUSED.search(text)
        if model is not None:
            return self._model_changed(model.group(1))
        matched = {old.name for old, _ in self.parameters}
        gone = [parameter.name for parameter in self.old.accepted if parameter.name not in matched]
        known = {parameter.name for parameter in self.old.accepted}
        wanted = [p.name for p in self.new.accepted if p.required and p.name not in known]
        return any(f"'{name}'" in text for name in (*gone, *wanted))

    def _model_changed(self, name: str) -> bool:
        before = self.pair.old.contract and self.pair.old.contract.models.get(name)
        after = self.pair.new.contract and self.pair.new.contract.models.get(
            self.pair.alignment.definitions.get(name, name)
        )
        if not before or not after:
            return True
        required = [{field.name for field in model.fields if field.required} for model in (before, after)]
        return required[0] != required[1]


def matched_operations(pair: ReleasePair) -> Iterator[MatchedOperation]:
    """The operations of both contracts, by their old names; none if one of the releases was not run."""
    if pair.contracts is None:
        return
    old, new = pair.contracts
    for path in old.paths():
        one, other = old.operation(path), new.operation(pair.alignment.operations.get(path, path))
        if one is not None and other is not None:
            compared = pair.comparisons.get(path)
            yield MatchedOperation(pair, path, one, other, compared.differences if compared is not None else ())


def is_field_redeclared(pair: ReleasePair, owner: str) -> bool:
    """Only one side declares the field, or its declaration differs. `owner` is `<model>.<field>`."""
    model, _, field = owner.rpartition(".")
    after_model = pair.alignment.definitions.get(model, model)
    before = _declared(pair, model, field, new=False)
    after = _declared(pair, after_model, field, new=True)
    if before is None or after is None:
        return before is not after
    same_type = rename_models(before.type, pair.alignment.definitions) == after.type
    return not same_type or before.value != after.value or before.wire_name != after.wire_name


def field_difference(pair: ReleasePair, owner: str) -> Difference | None:
    """The exchange in which the same conforming response leads to another value of the field, if there is one.

    `owner` is `<model>.<field>`, with the old release's model and the field's name on the wire.
    """
    every = (
        difference
        for operation in matched_operations(pair)
        for difference in operation.differences
        if difference.facet == "result"
    )
    return next(
        (
            difference
            for difference in every
            if difference.owner == owner and response_kind(difference.response) == "good"
        ),
        None,
    )


def _declared(pair: ReleasePair, model: str, field: str, *, new: bool) -> Attribute | None:
    api = (pair.new if new else pair.old).api
    members = api.members(model)
    found = members.get(field)
    if found is None:
        found = next((m for m in members.values() if isinstance(m, Attribute) and m.wire_name == field), None)
    return found if isinstance(found, Attribute) else None


def setting_differences(pair: ReleasePair, part: str) -> Iterator[Difference]:
    """The differences of one default setting of the client."""
    compared = pair.comparisons.get(PACKAGE)
    yield from (difference for difference in (compared.differences if compared else ()) if difference.part == part)


def is_file_changed(pair: ReleasePair, file: str) -> bool:
    """The file differs between the sides, or only one has it."""
    return pair.old.contents.files.get(file) != pair.new.contents.files.get(file)


def files_mentioning(pair: ReleasePair, *words: str) -> tuple[str, ...]:
    """The source files that operations share and whose changed lines contain one of the words.

    Clients and private folders are left out.
    """
    wanted = [word.lower().encode() for word in words]
    found = []
    for file in {**pair.old.contents.files, **pair.new.contents.files}:
        *folders, name = file.split("/")
        own = len(folders) > 1 and name in {"client.py", "raw_client.py", "client_ext.py"}
        private = any(folder.startswith("_") for folder in folders)
        if not file.endswith(".py") or own or private or not is_file_changed(pair, file):
            continue
        lines = [set(side.contents.files.get(file, b"").splitlines()) for side in (pair.old, pair.new)]
        changed = b"\n".join(lines[0] ^ lines[1]).lower()
        if any(word in changed for word in wanted):
            found.append(file)
    return tuple(sorted(found))
