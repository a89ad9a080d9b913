"""The values that a model is tried with, independent of the SDK's classes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.model import Field, Model
from conformance.contract.types import Type
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import UNKNOWN_FIELD
from conformance.generate.values import Record, Value

MOST_PARTS: Final = 24  # forms of one union
UNKNOWN_VALUE: Final = {"kept": ["?", 1]}
_ZONES: Final = (dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.timezone(-dt.timedelta(hours=3)))
_FRACTIONS: Final = (891234, 1)  # microseconds; the smallest value has none, and is in UTC


@dataclass(frozen=True, slots=True)
class Form:
    """One value of a model. `member` is the member that it has in the union `field`, "" for other forms."""

    name: str
    record: Record
    field: str = ""
    member: str = ""


class Forms:
    """Makes the forms of the models of one contract."""

    def __init__(self, responses: ResponseFactory) -> None:
        self.responses, self.models, self.samples = responses, responses.models, responses.samples

    def of(self, model: str) -> Iterator[Form]:
        """The smallest value, a full one, one with nulls, and each part of each member of its unions."""
        minimal = self.minimal(model)
        yield Form("minimal", minimal)
        yield self.full(model)
        yield Form("nulls", self.responses.with_nulls(self.samples.fullest(Type("model", name=model))))
        for field in self.models[model].fields:
            yield from itertools.islice(self._members(minimal, field), MOST_PARTS)

    def full(self, model: str) -> Form:
        """All fields and an unknown one, with date-times of several offsets and fractions."""
        return Form("full", self._enriched(self.samples.fullest(Type("model", name=model)), itertools.count()))

    def minimal(self, model: str) -> Record:
        """The value with required fields only."""
        found = self.samples.simplest(Type("model", name=model))
        assert isinstance(found, Record)  # noqa: S101  # the type is a model
        return found

    def _members(self, minimal: Record, field: Field) -> Iterator[Form]:
        """Each member of a union: smallest, with each optional field alone, and full."""
        is_list, members = union_of(field)
        for member in members:
            smallest = self.minimal(member)
            optional = [inner for inner in self.models[member].fields if not inner.required]
            full = self.samples.fullest(Type("model", name=member))
            parts = [("", smallest)]
            parts += [
                (inner.wire_name, Record(member, {**smallest.fields, inner.name: full.fields[inner.name]}))
                for inner in optional
                if inner.name in full.fields
            ]
            parts += [("all", full)] if optional else []
            for part, value in parts:
                name = f"{self.models[member].class_name}{f' with {part}' if part else ''}"
                given = [value] if is_list else value
                yield Form(name, Record(minimal.model, {**minimal.fields, field.name: given}), field.name, member)

    def _enriched(self, value: Value, counter: Iterator[int]) -> Any:
        """The value with date-times of several offsets and fractions, and an unknown field in every model."""
        match value:
            case Record():
                fields = {name: self._enriched(item, counter) for name, item in value.fields.items()}
                unknown = {UNKNOWN_FIELD: UNKNOWN_VALUE} if self.models[value.model].keeps_unknown else {}
                return Record(value.model, {**fields, **unknown})
            case list():
                return [self._enriched(item, counter) for item in value]
            case dict():
                return {key: self._enriched(item, counter) for key, item in value.items()}
            case dt.datetime():
                number = next(counter) % len(_ZONES)
                return value.astimezone(_ZONES[number]).replace(microsecond=_FRACTIONS[number])
        return value


def union_of(field: Field) -> tuple[bool, tuple[str, ...]]:
    """The models of a field that is a union of several, or a list of one; and whether it is a list."""
    declared = field.type.without_null()
    is_list = declared.kind == "list"
    members = (declared.args[0] if is_list else declared).without_null().members
    if any(member.kind not in {"model", "null"} for member in members) or len(members) < 2:
        return is_list, ()
    return is_list, tuple(member.name for member in members)


def plain_field(model: Model, payload: dict[str, Any], *, present: bool = False) -> Field | None:
    """A text or an integer: a field that a payload does not have, otherwise one that it has.

    With `present`, only one that it has.
    """
    plain = [field for field in model.fields if {"string", "integer"} & {member.kind for member in field.type.members}]
    absent = [field for field in plain if field.wire_name not in payload]
    return next(iter([*([] if present else absent), *(field for field in plain if field not in absent)]), None)


def another(value: Any, field: Field) -> str | int:
    """A value of a plain field that differs from the one that it has."""
    is_text = any(member.kind == "string" for member in field.type.members)
    return f"{value} changed" if is_text else (value if type(value) is int else 0) + 1000
