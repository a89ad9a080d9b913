"""Whether objects are equal exactly if they hold the same, and whether their hashes agree with that."""

from __future__ import annotations

from typing import Any

from conformance.generate.values import Record
from conformance.models.case import UseLog
from conformance.models.forms import another, plain_field
from conformance.models.objects import HeldObject, ObjectSource, constructed
from conformance.models.writing import Writers


def equality_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Compare objects that constructors make of one value, and of one that differs in a field."""
    cls, model = type(held.value), held.model.name
    record = held.form.record
    if record.model != model:
        return  # an object inside of another one: its own model is tried as well
    try:
        one, other = constructed(source, record), constructed(source, record)
    except Exception:  # noqa: BLE001  # that a constructor refuses a value is another way of use
        return
    equality, hashing = source.place_of(cls, "__eq__"), source.place_of(cls, "__hash__")
    log.add("equality", "== of the same values", model, equality, source.outcome(lambda: _same(one, other)))
    log.add("equality", "hash() of equal objects", model, hashing, source.outcome(lambda: _hashes(one, other)))
    if writers.is_frozen(held.model) and _holds_scalars(one):
        log.add("equality", "hash() of a frozen model", model, hashing, source.outcome(lambda: _hash(one)))
    field = plain_field(held.model, held.payload, present=True)
    if field is not None:
        changed = Record(record.model, {**record.fields, field.name: another(held.payload[field.wire_name], field)})

        def judge() -> str:
            return f"objects with another `{field.name}` are equal" if one == constructed(source, changed) else ""

        log.add("equality", "== of other values", model, equality, source.outcome(judge))
    log.add(
        "equality",
        "== None",
        model,
        equality,
        source.outcome(lambda: "is equal to None" if one == None else ""),  # noqa: E711  # that is what is tried
    )


def _same(one: Any, other: Any) -> str:
    if (one == other) is not True or one != other:
        return "two objects of the same values are not equal"
    return "" if one == one else "an object is not equal to itself"  # noqa: PLR0124  # that is what is tried


def _hashes(one: Any, other: Any) -> str:
    try:
        hashes = hash(one), hash(other)
    except TypeError:  # it has no hash, as a list has none
        return ""
    return "" if one != other or hashes[0] == hashes[1] else "two equal objects have different hashes"


def _hash(one: Any) -> str:
    return "" if hash(one) == hash(one) else "the hash of one object differs from call to call"


def _holds_scalars(value: Any) -> bool:
    extra = getattr(value, "__pydantic_extra__", None)
    return not extra and all(item is None or isinstance(item, str | int | float) for item in vars(value).values())
