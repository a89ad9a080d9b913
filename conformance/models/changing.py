"""Changes of an object: assignments, copies with an update, and subclasses and constructors of callers."""

from __future__ import annotations

import json
import types
from collections.abc import Collection
from typing import Any, Final

from conformance.contract.model import Field
from conformance.exchange.json_equality import same_json
from conformance.generate.values import scalar_to_json
from conformance.models.case import UseLog
from conformance.models.forms import another, plain_field
from conformance.models.objects import HeldObject, ObjectSource, constructed
from conformance.models.writing import Writers

OWN_FIELD: Final = "field_of_the_caller"


def changing_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Assign a field, and copy with an update. The object is changed: these are its last uses."""
    cls, model = type(held.value), held.model
    field = plain_field(model, held.payload)
    if field is None:
        return
    new = another(held.payload.get(field.wire_name), field)
    before = writers.as_dict(held.value)

    def judge_copy(method: Any) -> str:
        return _updated(writers.as_dict(method()), method(update={field.name: new}), field, new, writers)

    for name in ("model_copy", "copy"):
        if callable(getattr(cls, name, None)):
            difference = source.outcome(lambda name=name: judge_copy(getattr(held.value, name)))  # type: ignore[misc]
            log.add("change", f"{name}(update={{…}})", model.name, source.place_of(cls, name), difference)
    assigning = source.place_of(cls, "__setattr__")
    if writers.is_frozen(model):
        outcome = source.outcome(lambda: _assigned_frozen(held, field, new))
        log.add("change", "assignment to a frozen model", model.name, assigning, outcome)
        return

    def judge() -> str:
        setattr(held.value, field.name, new)
        return _updated(before, held.value, field, new, writers)

    log.add("change", "assignment", model.name, assigning, source.outcome(judge))


def _updated(before: dict[str, Any], changed: Any, field: Field, new: Any, writers: Writers) -> str:
    """The difference of a changed object from the one before, besides the changed field."""
    if getattr(changed, field.name) != new:
        return f"`{field.name}` has the old value"
    if field.name not in writers.fields_set(changed):
        return f"`{field.name}` does not count as set"
    found = writers.as_dict(changed)
    expected = {**before, field.wire_name if field.wire_name in found else field.name: new}
    return "" if expected == found else writers.first_difference(expected, found)


def _assigned_frozen(held: HeldObject, field: Field, new: Any) -> str:
    """The model is frozen by its own settings: pydantic refuses an assignment."""
    try:
        setattr(held.value, field.name, new)
    except Exception:  # noqa: BLE001  # releases of pydantic raise different exceptions
        return ""
    return f"`{field.name}` can be assigned"


def constructor_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Make the value with the constructor, and parts of it with `model_construct`."""
    cls, model, record = type(held.value), held.model, held.form.record
    if record.model != model.name:
        return  # an object inside of another one: its own model is tried as well
    place = source.place_of(cls, "__init__")
    difference = source.outcome(lambda: _written_difference(held, constructed(source, record), writers))
    log.add("making", "the constructor", model.name, place, difference)
    if difference:
        return
    values = vars(constructed(source, record))
    parts: dict[str, dict[str, Any]] = {}
    for field in model.fields:
        if field.name in record.fields:
            inner = source.models_in(values.get(field.name))
            kind = "aliased fields" if field.wire_name != field.name else "inner models" if inner else "fields"
            name = field.wire_name if model.name in source.by_wire_name else field.name
            parts.setdefault(kind, {})[name] = values[field.name]
    for kind, given in parts.items():
        for name in ("model_construct", "construct"):
            if callable(getattr(cls, name, None)):
                difference = source.outcome(
                    lambda name=name, given=given: _written_difference(  # type: ignore[misc]
                        held, getattr(cls, name)(**given), writers, only=given
                    )
                )
                place = source.place_of(cls, "construct", "model_construct")
                log.add("making", f"{name}() of {kind}", model.name, place, difference)


def validation_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Validate the response by pydantic, where pydantic knows the wire names."""
    cls: Any = type(held.value)
    fields = getattr(cls, "model_fields", None) or getattr(cls, "__fields__", {})
    known = all(
        field.wire_name in {field.name, getattr(fields.get(field.name), "alias", None)} for field in held.model.fields
    )
    name = next((name for name in ("model_validate", "parse_obj") if callable(getattr(cls, name, None))), "")
    if name and known and held.form.record.model == held.model.name:
        difference = source.outcome(lambda: _written_difference(held, getattr(cls, name)(held.payload), writers))
        log.add("making", f"{name}()", held.model.name, source.place_of(cls, "__init__"), difference)


def subclass_uses(source: ObjectSource, held: HeldObject, writers: Writers, log: UseLog) -> None:
    """Make the value with a subclass of the caller, which has a field of its own."""
    cls, record = type(held.value), held.form.record
    if record.model != held.model.name:
        return

    def judge() -> str:
        namespace = {"__module__": __name__, "__annotations__": {OWN_FIELD: int | None}, OWN_FIELD: None}
        own: Any = types.new_class("ModelOfTheCaller", (cls,), exec_body=lambda body: body.update(namespace))
        given = {name: constructed(source, value) for name, value in record.fields.items()}
        expected = {**writers.as_dict(constructed(source, record)), OWN_FIELD: 5}
        names = {field.name: field.wire_name for field in held.model.fields if held.model.name in source.by_wire_name}
        given = {names.get(name, name): value for name, value in given.items()}
        found = writers.as_dict(own(**given, **{OWN_FIELD: 5}))
        return "" if found == expected else writers.first_difference(expected, found)

    log.add("making", "a subclass", held.model.name, source.base_of(cls), source.outcome(judge))


def _written_difference(held: HeldObject, value: Any, writers: Writers, *, only: Collection[str] | None = None) -> str:
    """The difference of what an object writes from the response, with keys by any of their names.

    `only` has the names of the fields to be compared. An object that writes what the returned one writes is right.
    """
    found, returned = (
        json.loads(json.dumps(writers.as_dict(item), default=scalar_to_json)) for item in (value, held.value)
    )
    if found == returned:
        return ""
    names = {field.wire_name: field.name for field in held.model.fields}
    for key, item in held.payload.items():
        if only is not None and not {key, names.get(key)} & set(only):
            continue
        name = key if key in found else names.get(key, key)
        if name not in found and name not in returned:
            continue
        if name not in found:
            return f"`{key}`: {item!r} → nothing"
        if not same_json(item, found[name]) and found[name] != returned.get(name):
            return f"`{key}`: {item!r} → {found[name]!r}"
    return ""
