"""A JSON payload held strictly against a declared type: where a server's answer is judged.

Strict is what the annotations say, word by word: no text for a number, no number for a text, null only where the type
has it, required fields there, instants with their offset. Open enums and `any` take everything. The walk is compiled
once for each type, and notes on its way the fields that no model declares.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.contract.model import Model, Operation
from conformance.contract.types import Type
from conformance.exchange.compare_value import Difference, Path

LONGEST: Final = 80  # characters of a value in a text
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_JSON_NAMES: Final = {str: "string", bool: "boolean", int: "integer", float: "number", list: "list", dict: "object"}


@dataclass(slots=True)
class Validation:
    """What a walk met: places that do not have their type, and fields that no model declares.

    `tags` are the places among the wrong ones where a listed value was declared.
    """

    mismatches: list[Difference] = field(default_factory=list)
    undeclared: list[Difference] = field(default_factory=list)
    enum_paths: list[Path] = field(default_factory=list)

    def add(self, other: Validation) -> None:
        """Take over what another walk met."""
        self.mismatches += other.mismatches
        self.undeclared += other.undeclared
        self.enum_paths += other.enum_paths


Walk = Callable[[Any, Path, Validation], None]


class PayloadValidator:
    """Holds payloads against the types of one contract."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._walks: dict[Type, Walk] = {}

    def mismatches(self, declared: Type, payload: Any, path: Path = ()) -> tuple[Difference, ...]:
        """Every place where a payload does not have its declared type, as differences of the kind "type"."""
        return tuple(self.validate(declared, payload, path).mismatches)

    def undeclared(self, declared: Type, payload: Any, path: Path = ()) -> tuple[Difference, ...]:
        """Every field of a payload that its model does not declare, as differences of the kind "unknown_lost"."""
        return tuple(self.validate(declared, payload, path).undeclared)

    def validate(self, declared: Type, payload: Any, path: Path = ()) -> Validation:
        """Both in one walk."""
        seen = Validation()
        self._walk(declared)(payload, path, seen)
        return seen

    def validate_bodies(self, operation: Operation, payloads: Iterable[Any]) -> Validation:
        """The JSON bodies of successful answers, held against what an operation declares for them.

        A pager's are its pages. Nothing is declared for a stream's body, or where nothing is to come back.
        """
        seen = Validation()
        for payload in payloads if operation.shape in {"value", "pager"} else ():
            if operation.shape == "value":
                seen.add(self.validate(operation.response, payload))
            elif operation.page is not None:
                seen.add(self.validate(operation.page, payload))
            elif isinstance(payload, dict) and operation.items in payload:
                seen.add(
                    self.validate(Type("list", (operation.response,)), payload[operation.items], (operation.items,))
                )
            else:
                seen.mismatches.append(_wrong((operation.items,), "is declared, and missing"))
        return seen

    def _walk(self, declared: Type) -> Walk:
        walk = self._walks.get(declared)
        if walk is None:
            # a model may contain itself: the first step is looked up when it is taken
            self._walks[declared] = lambda *step: self._walks[declared](*step)  # noqa: PLW0108  # not bound before that
            walk = self._walks[declared] = self._build(declared)
        return walk

    def _build(self, declared: Type) -> Walk:
        match declared.kind:
            case "literal":
                return _literal(declared)
            case "list":
                return _list(self._walk(declared.args[0]))
            case "map":
                return _map(self._walk(declared.args[1]))
            case "union":
                return self._union(declared)
            case "model" if declared.name in self.models:
                return self._model(self.models[declared.name])
        return _SCALARS.get(declared.kind, _anything)

    def _union(self, declared: Type) -> Walk:
        if any(member.kind in {"any", "unknown"} for member in declared.members):
            return _anything  # an open enum among them
        walks = [self._walk(member) for member in declared.members if member.kind != "null"]
        inner = walks[0] if len(walks) == 1 else _one_of(walks, str(declared))
        return _or_null(inner) if declared.nullable else inner

    def _model(self, model: Model) -> Walk:
        known = {each.wire_name: self._walk(each.type) for each in model.fields}
        required = {each.wire_name: str(each.type) for each in model.fields if each.required}
        return _model_walk(model.class_name, known, required)


def mismatches(declared: Type, payload: Any, models: Mapping[str, Model]) -> tuple[Difference, ...]:
    """Every place where a JSON payload does not have its declared type."""
    return PayloadValidator(models).mismatches(declared, payload)


def undeclared(declared: Type, payload: Any, models: Mapping[str, Model]) -> tuple[Difference, ...]:
    """Every field of a JSON payload that its model does not declare."""
    return PayloadValidator(models).undeclared(declared, payload)


def _anything(payload: Any, path: Path, seen: Validation) -> None:
    """No expectation is made."""


def _or_null(inner: Walk) -> Walk:
    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if payload is not None:
            inner(payload, path, seen)

    return walk


def _literal(declared: Type) -> Walk:
    members = {(type(value), value) for value in declared.values}

    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if isinstance(payload, list | dict) or (type(payload), payload) not in members:
            seen.enum_paths.append(path)
            seen.mismatches.append(_wrong(path, f"declared {declared}, got {describe_json(payload)}"))

    return walk


def _list(item: Walk) -> Walk:
    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if not isinstance(payload, list):
            seen.mismatches.append(_wrong(path, f"declared list, got {describe_json(payload)}"))
            return
        for number, one in enumerate(payload):
            item(one, (*path, f"[{number}]"), seen)

    return walk


def _map(item: Walk) -> Walk:
    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if not isinstance(payload, dict):
            seen.mismatches.append(_wrong(path, f"declared map, got {describe_json(payload)}"))
            return
        for key, one in payload.items():
            item(one, (*path, "{" + key + "}"), seen)

    return walk


def _one_of(walks: list[Walk], text: str) -> Walk:
    """The payload has to fit one member, best one that declares all its fields; otherwise the closest one is told."""

    def walk(payload: Any, path: Path, seen: Validation) -> None:
        tried = []
        for inner in walks:
            mine = Validation()
            inner(payload, path, mine)
            if not mine.mismatches and not mine.undeclared:
                return
            tried.append(mine)
        best = min(tried, key=lambda mine: _distance(mine, path))
        seen.mismatches += [_wrong(each.path, f"{each.text} (declared {text})") for each in best.mismatches]
        # a field that another member declares is declared
        seen.undeclared += [each for each in best.undeclared if all(_lacks(each.path, other) for other in tried)]
        seen.enum_paths += best.enum_paths

    return walk


def _lacks(path: Path, other: Validation) -> bool:
    """A member does not declare a field, nor what it is in; or is of another kind, and says nothing of it."""
    outside = [each.path for each in other.mismatches if len(each.path) < len(path)]
    return any(path[: len(each)] == each for each in (*outside, *(each.path for each in other.undeclared)))


def _distance(mine: Validation, path: Path) -> tuple[bool, bool, int, int]:
    """How far a payload is from a member: another kind of value, another tag in it, then by count."""
    other_kind = any(each.path == path for each in mine.mismatches)
    other_tag = any(len(each) == len(path) + 1 for each in mine.enum_paths)
    return other_kind, other_tag, len(mine.mismatches), len(mine.undeclared)


def _model_walk(name: str, known: Mapping[str, Walk], required: Mapping[str, str]) -> Walk:
    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if not isinstance(payload, dict):
            seen.mismatches.append(_wrong(path, f"declared {name}, got {describe_json(payload)}"))
            return
        for key, one in payload.items():
            inner = known.get(key)
            if inner is None:
                text = f"`{name}` does not declare it, got {describe_json(one)}"
                seen.undeclared.append(Difference("unknown_lost", (*path, key), text))
            else:
                inner(one, (*path, key), seen)
        for key, declared in required.items():
            if key not in payload:
                seen.mismatches.append(_wrong((*path, key), f"declared {declared} and required, and missing"))

    return walk


def _scalar(name: str, fits: Callable[[Any], bool]) -> Walk:
    def walk(payload: Any, path: Path, seen: Validation) -> None:
        if not fits(payload):
            seen.mismatches.append(_wrong(path, f"declared {name}, got {describe_json(payload)}"))

    return walk


def _is_instant(payload: Any) -> bool:
    found = _INSTANT.fullmatch(payload) if isinstance(payload, str) else None
    return found is not None and _parses(dt.datetime.fromisoformat, f"{found[1]}T{found[2]}")


def _is_finite(payload: Any) -> bool:
    return isinstance(payload, float) and math.isfinite(payload)


def _is_date(payload: Any) -> bool:
    return isinstance(payload, str) and len(payload) == 10 and _parses(dt.date.fromisoformat, payload)


def _is_time(payload: Any) -> bool:
    return isinstance(payload, str) and ":" in payload and _parses(dt.time.fromisoformat, payload)


def _is_uuid(payload: Any) -> bool:
    return isinstance(payload, str) and len(payload) == 36 and _parses(uuid.UUID, payload)


def _parses(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_SCALARS: Final[Mapping[str, Walk]] = {
    "null": _scalar("null", lambda payload: payload is None),
    "string": _scalar("string", lambda payload: isinstance(payload, str)),
    "integer": _scalar("integer", lambda payload: type(payload) is int),
    "number": _scalar("number", lambda payload: type(payload) is int or _is_finite(payload)),
    "boolean": _scalar("boolean", lambda payload: isinstance(payload, bool)),
    "datetime": _scalar("date-time with an offset", _is_instant),
    "date": _scalar("date", _is_date),
    "time": _scalar("time", _is_time),
    "uuid": _scalar("UUID", _is_uuid),
}


def _wrong(path: Path, text: str) -> Difference:
    return Difference("type", path, text)


def describe_json(payload: Any) -> str:
    """A JSON value in a text: its JSON type, and a scalar's value cut short; what a container holds is left out."""
    if payload is None:
        return "null"
    name = _JSON_NAMES.get(type(payload), type(payload).__name__)
    if isinstance(payload, list | dict):
        return f"{name} of {len(payload)}" if payload else f"empty {name}"
    text = str(payload).lower() if isinstance(payload, bool) else repr(payload)
    return f"{name} {text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}"
