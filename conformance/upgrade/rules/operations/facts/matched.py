"""What the exchanges of two releases showed, beside what their contracts and declarations say.

A fact is told once: what follows from a declaration that changed belongs to the rules of the surface. Rules of the wire
and of behaviour ask here what is left to them.
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
ENDINGS: Final = ("raises", "returns", "does not")  # how a call ends of which nothing was sent
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


def response_kind(answer: str) -> ResponseKind:
    """The kind of a response, from its label."""
    if answer.startswith("new_"):
        return "newer"
    if answer.startswith("recorded "):
        return "good" if answer.startswith("recorded success") else "error"
    if answer.startswith("error_"):
        return "error" if _ERROR.fullmatch(answer) else "odd error"
    if answer.startswith("success_"):
        return "malformed"
    if answer.startswith("second_page_"):
        return "late error"
    return "redirect" if answer == "redirected" else "fault" if answer.startswith("connection_") else "good"


def response_label(answer: str) -> str:
    """An answer's label as a reader would say it."""
    status, _, odd = answer.removeprefix("error_").removeprefix("success_").partition("_")
    if answer.startswith("success_"):
        return _BODIES.get(answer.removeprefix("success_"), answer.removeprefix("success_"))
    if not answer.startswith("error_"):
        return answer.replace("_", " ")
    return f"status {status}" + (f" with {_BODIES.get(odd, odd)}" if odd else "")


def past_tense(ending: str) -> str:
    """How a call ended, in the past tense: "raised ValueError" for "raises ValueError"."""
    return ending.replace("raises", "raised", 1).replace("returns", "returned", 1).replace("does not", "did not", 1)


def group_labels(answers: Iterable[str]) -> list[str]:
    """Labels of answers as a sentence names them. A status that nothing declares stands for any error status."""
    found: dict[str, list[str]] = {}
    for answer in answers:
        _, status, rest = response_label(answer).partition("status ")
        number, _, body = rest.partition(" ")
        is_error = answer.startswith("error_") and bool(status)
        group = found.setdefault(body if is_error else response_label(answer), [])
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
        """The arguments that both releases take."""
        names = {old: new for (path, old), new in self.pair.alignment.parameters.items() if path == self.path}
        there = {parameter.name: parameter for parameter in self.new.accepted}
        free = there.keys() - names.values()  # a name that a renamed one has taken is another argument's
        matched = ((p, names.get(p.name, p.name)) for p in self.old.accepted if p.name in names or p.name in free)
        return tuple((old, there[name]) for old, name in matched if name in there)

    @cached_property
    def returns_another(self) -> bool:
        """The declared result is another: what the same answer comes back as follows from that."""
        names = self.pair.alignment.definitions
        return self.old.shape != self.new.shape or rename_models(self.old.response, names) != self.new.response

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The changed files that the operation is written in: its client, and the raw client beside it."""
        found = set()
        for side, path in ((self.pair.old, self.path), (self.pair.new, self.new.path)):
            for written in side.api.operations.get(path, {}).values():
                folder = written.file.rpartition("/")[0]
                found |= {written.file, f"{folder}/client.py", f"{folder}/raw_client.py"}
        return tuple(sorted(file for file in found if is_file_changed(self.pair, file)))

    def refusal_explained(self, text: str) -> bool:
        """The surface tells why a call is refused: an argument that is gone, or a model that takes other fields."""
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
    """The operations of both contracts, by their old names. None where one of the releases was not run."""
    if pair.contracts is None:
        return
    old, new = pair.contracts
    for path in old.paths():
        one, other = old.operation(path), new.operation(pair.alignment.operations.get(path, path))
        if one is not None and other is not None:
            compared = pair.comparisons.get(path)
            yield MatchedOperation(pair, path, one, other, compared.differences if compared is not None else ())


def is_field_redeclared(pair: ReleasePair, owner: str) -> bool:
    """Only one side declares the field, or it is declared otherwise. `owner` is the model and the field, dotted."""
    model, _, field = owner.rpartition(".")
    after_model = pair.alignment.definitions.get(model, model)
    before = _declared(pair, model, field, new=False)
    after = _declared(pair, after_model, field, new=True)
    if before is None or after is None:
        return before is not after
    same_type = rename_models(before.type, pair.alignment.definitions) == after.type
    return not same_type or before.value != after.value or before.wire_name != after.wire_name


def field_difference(pair: ReleasePair, owner: str) -> Difference | None:
    """The exchange in which the same conforming answer gives the field another value, if there is one.

    `owner` is the old release's model and the field as it is called on the wire, dotted.
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
    """How the client talks to servers where callers leave that to it, as far as it differs."""
    compared = pair.comparisons.get(PACKAGE)
    yield from (difference for difference in (compared.differences if compared else ()) if difference.part == part)


def is_file_changed(pair: ReleasePair, file: str) -> bool:
    """The file is not the same on both sides."""
    return pair.old.contents.files.get(file) != pair.new.contents.files.get(file)


def files_mentioning(pair: ReleasePair, *said: str) -> tuple[str, ...]:
    """The changed source files whose changed lines hold one of the words: those that operations have in common.

    Clients of operations are not among them, nor what is in a private folder.
    """
    wanted = [word.lower().encode() for word in said]
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
