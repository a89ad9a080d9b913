"""Strict validation of a JSON payload against a declared type.

Strict means as annotated: no text for a number, no number for a text, null only where the type allows it, required
fields present, date-times with their offset. Open enums and `any` allow everything. Each type is compiled into a
function once; the same walk collects the fields that no model declares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.contract.model import Model, Operation
from conformance.contract.types import Type
from conformance.exchange.compare_value import Difference, Path, note_model
from conformance.exchange.scalar_formats import is_date, is_finite, is_instant, is_time, is_uuid
from conformance.text import describe_json


@dataclass(slots=True)
class Validation:
    """The differences that a walk found: values of another type, and fields that no model declares.

    `enum_paths` are the paths of mismatches where an enum or a literal was declared.
    """

    mismatches: list[Difference] = field(default_factory=list)
    undeclared: list[Difference] = field(default_factory=list)
    enum_paths: list[Path] = field(default_factory=list)

    def add(self, other: Validation) -> None:
        """Add the differences of another walk."""
        self.mismatches += other.mismatches
        self.undeclared += other.undeclared
        self.enum_paths += other.enum_paths


Walk = Callable[[Any, Path, Validation], None]


class PayloadValidator:
    """Validates payloads against the types of one contract."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._walks: dict[Type, Walk] = {}

    def mismatches(self, declared: Type, payload: Any, path: Path = ()) -> tuple[Difference, ...]:
        """The mismatches, as differences of the kind "type"."""
        return tuple(self.validate(declared, payload, path).mismatches)

    def undeclared(self, declared: Type, payload: Any, path: Path = ()) -> tuple[Difference, ...]:
        """The undeclared fields, as differences of the kind "unknown_lost"."""
        return tuple(self.validate(declared, payload, path).undeclared)

    def validate(self, declared: Type, payload: Any, path: Path = ()) -> Validation:
        """Mismatches and undeclared fields in one walk."""
        validation = Validation()
        self._walk(declared)(payload, path, validation)
        return validation

    def validate_bodies(self, operation: Operation, payloads: Iterable[Any]) -> Validation:
        """Validate the JSON bodies of successful responses against what the operation declares.

        The bodies of a pager are its pages. Streams and operations without a result declare nothing.
        """
        validation = Validation()
        for payload in payloads if operation.shape in {"value", "pager"} else ():
            if operation.shape == "value" and operation.page is None:
                validation.add(self.validate(operation.response, payload))
            elif operation.page is not None:
                validation.add(self.validate(operation.page, payload))
            elif isinstance(payload, dict) and operation.items in payload:
                validation.add(
                    self.validate(Type("list", (operation.response,)), payload[operation.items], (operation.items,))
                )
            else:
                validation.mismatches.append(_mismatch((operation.items,), "is declared, and missing"))
        return validation

    def _walk(self, declared: Type) -> Walk:
        walk = self._walks.get(declared)
        if walk is None:
            # a model may contain itself: until it is compiled, its walk is looked up at the call
            self._walks[declared] = lambda *args: self._walks[declared](*args)  # noqa: PLW0108  # bound at the call
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
        return _SCALARS.get(declared.kind, _allow_anything)

    def _union(self, declared: Type) -> Walk:
        if any(member.kind in {"any", "unknown"} for member in declared.members):
            return _allow_anything  # an open enum is one of them
        walks = [self._walk(member) for member in declared.members if member.kind != "null"]
        inner = walks[0] if len(walks) == 1 else _one_of(walks, str(declared))
        return _or_null(inner) if declared.nullable else inner

    def _model(self, model: Model) -> Walk:
        known = {field.wire_name: self._walk(field.type) for field in model.fields}
        required = {field.wire_name: str(field.type) for field in model.fields if field.required}
        return _model_walk(model, known, required)


def mismatches(declared: Type, payload: Any, models: Mapping[str, Model]) -> tuple[Difference, ...]:
    """The places where a JSON payload does not have its declared type."""
    return PayloadValidator(models).mismatches(declared, payload)


def undeclared(declared: Type, payload: Any, models: Mapping[str, Model]) -> tuple[Difference, ...]:
    """The fields of a JSON payload that its model does not declare."""
    return PayloadValidator(models).undeclared(declared, payload)


def _allow_anything(payload: Any, path: Path, validation: Validation) -> None:
    """Allow every payload."""


def _or_null(inner: Walk) -> Walk:
    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if payload is not None:
            inner(payload, path, validation)

    return walk


def _literal(declared: Type) -> Walk:
    members = {(type(value), value) for value in declared.values}

    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if isinstance(payload, list | dict) or (type(payload), payload) not in members:
            validation.enum_paths.append(path)
            validation.mismatches.append(_mismatch(path, f"declared {declared}, got {describe_json(payload)}"))

    return walk


def _list(item: Walk) -> Walk:
    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if not isinstance(payload, list):
            validation.mismatches.append(_mismatch(path, f"declared list, got {describe_json(payload)}"))
            return
        for number, element in enumerate(payload):
            item(element, (*path, f"[{number}]"), validation)

    return walk


def _map(item: Walk) -> Walk:
    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if not isinstance(payload, dict):
            validation.mismatches.append(_mismatch(path, f"declared map, got {describe_json(payload)}"))
            return
        for key, element in payload.items():
            item(element, (*path, "{" + key + "}"), validation)

    return walk


def _one_of(walks: list[Walk], text: str) -> Walk:
    """Accept a payload that fits a member and has no undeclared field; otherwise report the closest member."""

    def walk(payload: Any, path: Path, validation: Validation) -> None:
        tried = []
        for inner in walks:
            attempt = Validation()
            inner(payload, path, attempt)
            if not attempt.mismatches and not attempt.undeclared:
                return
            tried.append(attempt)
        best = min(tried, key=lambda attempt: _distance(attempt, path))
        for mismatch in best.mismatches:
            validation.mismatches.append(replace(mismatch, text=f"{mismatch.text} (declared {text})"))
        # a field counts as declared if any member declares it
        validation.undeclared += [
            extra for extra in best.undeclared if all(_lacks(extra.path, other) for other in tried)
        ]
        validation.enum_paths += best.enum_paths

    return walk


def _lacks(path: Path, other: Validation) -> bool:
    """A member does not declare a field, nor any parent of it; or a parent is of another kind there."""
    parents = [mismatch.path for mismatch in other.mismatches if len(mismatch.path) < len(path)]
    undeclared = [extra.path for extra in other.undeclared]
    return any(path[: len(prefix)] == prefix for prefix in (*parents, *undeclared))


def _distance(attempt: Validation, path: Path) -> tuple[bool, bool, int, int]:
    """How far a payload is from a member: another kind of value, another tag in it, then the number of differences."""
    is_other_kind = any(mismatch.path == path for mismatch in attempt.mismatches)
    has_other_tag = any(len(enum_path) == len(path) + 1 for enum_path in attempt.enum_paths)
    return is_other_kind, has_other_tag, len(attempt.mismatches), len(attempt.undeclared)


def _model_walk(model: Model, known: Mapping[str, Walk], required: Mapping[str, str]) -> Walk:
    name = model.class_name

    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if not isinstance(payload, dict):
            validation.mismatches.append(_mismatch(path, f"declared {name}, got {describe_json(payload)}"))
            return
        starts = len(validation.mismatches), len(validation.undeclared)
        for key, item in payload.items():
            inner = known.get(key)
            if inner is None:
                text = f"`{name}` does not declare it, got {describe_json(item)}"
                validation.undeclared.append(Difference("unknown_lost", (*path, key), text))
            else:
                inner(item, (*path, key), validation)
        for key, declared in required.items():
            if key not in payload:
                validation.mismatches.append(_mismatch((*path, key), f"declared {declared} and required, and missing"))
        for found, start in zip((validation.mismatches, validation.undeclared), starts, strict=True):
            note_model(found, start, path, model.name)

    return walk


def _scalar(name: str, fits: Callable[[Any], bool]) -> Walk:
    def walk(payload: Any, path: Path, validation: Validation) -> None:
        if not fits(payload):
            validation.mismatches.append(_mismatch(path, f"declared {name}, got {describe_json(payload)}"))

    return walk


_SCALARS: Final[Mapping[str, Walk]] = {
    "null": _scalar("null", lambda payload: payload is None),
    "string": _scalar("string", lambda payload: isinstance(payload, str)),
    "integer": _scalar("integer", lambda payload: type(payload) is int),
    "number": _scalar("number", lambda payload: type(payload) is int or is_finite(payload)),
    "boolean": _scalar("boolean", lambda payload: isinstance(payload, bool)),
    "datetime": _scalar("date-time with an offset", is_instant),
    "date": _scalar("date", is_date),
    "time": _scalar("time", is_time),
    "uuid": _scalar("UUID", is_uuid),
}


def _mismatch(path: Path, text: str) -> Difference:
    return Difference("type", path, text)
