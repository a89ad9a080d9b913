"""The state of an object beside the response that it was made of: fields that count as set, and members of unions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.contract.types import Type
from conformance.exchange.validate_payload import PayloadValidator
from conformance.models.case import UseLog
from conformance.models.forms import union_of
from conformance.models.objects import HeldObject, ObjectSource
from conformance.models.writing import Writers


def fields_set_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Compare the fields that count as set with the keys of the response.

    A wire name beside the name of its field is allowed. Unknown fields may be left out: releases of pydantic differ.
    """
    names = {field.wire_name: field.name for field in held.model.fields}
    received = {names[key] for key in held.payload if key in names}
    unknown = held.payload.keys() - names.keys()

    def missing(value: Any) -> str:
        lost = received - writers.fields_set(value)
        return f"`{min(lost)}` was received, and does not count as set" if lost else ""

    def additional(value: Any) -> str:
        added = writers.fields_set(value) - received - unknown - (names.keys() & held.payload.keys())
        return f"`{min(added)}` was not received, and counts as set" if added else ""

    judged: list[tuple[str, Callable[[Any], str]]] = [("a received field", missing)]
    if any(field.wire_name not in held.payload for field in held.model.fields):
        judged.append(("an absent field", additional))
    for use, judge in judged:
        outcome = source.outcome(lambda judge=judge: judge(held.value))  # type: ignore[misc]
        model = source.at_fault(held, judge) if outcome else held.model.name
        log.add("fields set", use, model, source.made_by(type(held.value)), outcome)


def union_uses(source: ObjectSource, held: HeldObject, validator: PayloadValidator, log: UseLog) -> None:
    """Compare the class of a union's value with the members that its part of the response fits.

    Right is the member that the payload fits and that declares most of its fields; several may be.
    """
    field = next((field for field in held.model.fields if field.name == held.form.field), None)
    if field is None:
        return
    is_list, members = union_of(field)

    def judge() -> str:
        value, part = vars(held.value).get(field.name), held.payload[field.wire_name]
        if is_list:
            value, part = value[0], part[0]
        right = _right_members(members, part, validator)
        found = source.model_of(value)
        if not right or (found is not None and found.name in right):
            return ""
        names = " or ".join(source.models[name].class_name for name in right)
        got = type(value).__name__ if found is None else found.class_name
        return f"{held.form.name} becomes {got}, not {names}"

    place = source.made_by(type(held.value))
    log.add("union", "member", held.model.name, place, source.outcome(judge), field.wire_name)


def _right_members(members: tuple[str, ...], part: Any, validator: PayloadValidator) -> list[str]:
    """The members that a payload fits, with the fewest fields that they do not declare."""
    found = {member: validator.validate(Type("model", name=member), part) for member in members}
    fitting = {member: len(result.undeclared) for member, result in found.items() if not result.mismatches}
    return [member for member, count in fitting.items() if count == min(fitting.values())]
