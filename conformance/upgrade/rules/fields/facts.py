"""A caller's code that shows what became of a field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from conformance.change import Level, Snippet
from conformance.contract.types import ANY, NULL, STRING, Type
from conformance.upgrade.code.code_writer import Code, CodeWriter
from conformance.upgrade.code.render import render_module
from conformance.upgrade.matching.fields import FieldChange, render_field
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.source.compare_types import covers
from conformance.upgrade.source.definitions import Attribute

_KEEPS: Final = re.compile(rb"\bextra\b.*\ballow\b")
_PLAIN: Final = frozenset({"BaseModel", "object", "ABC", "Generic"})
TEST_CODE_CLAUSE: Final = (
    "code that creates the model, such as tests, must pass it"  # for models that only responses contain
)


def read_snippet(pair: ReleasePair, change: FieldChange, gives: Type | None = None, *, there: bool = False) -> Snippet:
    """A function that reads the field of an object that it is given; with `gives` it promises that type.

    With `there` it makes sure first that there is a value.
    """
    caller = CodeWriter(pair.old.api, pair.new.api)
    model, given = caller.reference(change.owner.old.name), Code("object")
    if gives is not None:
        gives = STRING if ANY in gives.members and NULL not in gives.members else gives
        annotated = caller.annotation(gives)
        given = given if annotated.text == "Any" else annotated
    check = f"    assert given.{change.name} is not None\n" if there else ""
    lines = f"    value: {given.text} = given.{change.name}\n    return value"
    body = f"\ndef caller(given: {model.text}) -> {given.text}:\n{check}{lines}"
    return Snippet(render_module(body, {*model.imports, *given.imports}), by="types")


def narrowed_read_snippet(pair: ReleasePair, change: FieldChange) -> Snippet:
    """A function that takes the field for something that the new release does not admit."""
    new = pair.new.api.expand(change.new.type if change.new and change.new.type else ANY)
    other = next((type_ for type_ in (Type("string"), Type("integer")) if not covers(type_, new)), Type("boolean"))
    return read_snippet(pair, change, other, there=True)


def attribute_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that makes an object and reads the field."""
    made = CodeWriter(pair.old.api, pair.new.api).instance(change.owner.old.name)
    return None if made is None else Snippet(render_module(f"result = {made.text}.{change.name}", made.imports))


def construction_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that makes an object with what the old release asks for."""
    made = CodeWriter(pair.old.api).instance(change.owner.old.name)
    return None if made is None else Snippet(render_module(f"result = {made.text}", made.imports))


def value_snippet(pair: ReleasePair, change: FieldChange, type_: Type | None) -> Snippet | None:
    """A function that makes an object with a value of the field of the given type."""
    caller = CodeWriter(pair.old.api, pair.new.api)
    made = caller.instance(change.owner.old.name, given={change.name: "given"})
    if made is None:
        return None
    model, annotated = caller.reference(change.owner.old.name), caller.annotation(type_)
    body = f"\ndef caller(given: {annotated.text}) -> {model.text}:\n    return {made.text}"
    return Snippet(render_module(body, {*model.imports, *annotated.imports, *made.imports}), by="types")


def removed_field_fact(pair: ReleasePair, change: FieldChange, old: Attribute) -> Fact:
    """The fact that a field is no longer declared, at run time where the program fails that reads what it made."""
    lost = _lost_trial(pair, change, old)
    return Fact(
        subject=change.owner.old.name,
        part=change.name,
        message=f"{change.label} is no longer declared: {_consequence(change, old, fails=lost is not None)}.",
        before=render_field(old),
        migration=f'Stop using `{change.name}`, or read it with `getattr(..., "{change.name}", None)`.',
        files=change.files,
        operations=change.operations,
        trial=lost or read_snippet(pair, change),
        level=Level.RUNTIME if lost is not None else Level.TYPES,
    )


def _consequence(change: FieldChange, old: Attribute, *, fails: bool) -> str:
    if fails and old.required:
        return "the model drops it, and reading it raises `AttributeError`"
    if fails:
        return f"reading it without a value raises `AttributeError`; it was `{old.value or None}`"
    if change.is_returned:
        return "a type checker rejects it, and at run time it exists only if the server still sends it"
    return "a type checker rejects code that passes or reads it"


def _lost_trial(pair: ReleasePair, change: FieldChange, old: Attribute) -> Snippet | None:
    """A program that makes an object, and cannot read the field of it; None where it can, or none can be made."""
    there = change.owner.new.name
    if change.name in pair.new.api.members(there) or (old.required and _keeps_unknown(pair, there)):
        return None
    caller = CodeWriter(pair.old.api, None if old.required else pair.new.api)
    made = caller.instance(change.owner.old.name, given=_wanted_later(pair, change) if old.required else {})
    body = "" if made is None else f"value = {made.text}\nresult = value.{change.name}"
    return None if made is None else Snippet(render_module(body, made.imports))


def _wanted_later(pair: ReleasePair, change: FieldChange) -> Mapping[str, str]:
    """What only the new release asks for: the old one, whose objects keep nothing unknown, lets it pass."""
    known, caller = pair.old.api.members(change.owner.old.name), CodeWriter(pair.new.api)
    found = {}
    for name, field in pair.new.api.members(change.owner.new.name).items():
        if isinstance(field, Attribute) and field.required and name not in known:
            sample = caller.sample(field.type)
            if sample is not None and not sample.imports:
                found[name] = sample.text
    return found


def _keeps_unknown(pair: ReleasePair, model: str) -> bool:
    """Objects of the new release's model have fields that it does not declare, as was learnt by running it.

    Where it was not run, True where a class that it extends may say so.
    """
    learnt = pair.new.contract.models.get(model) if pair.new.contract is not None else None
    if learnt is not None:
        return learnt.keeps_unknown
    api = pair.new.api
    lineage = list(api.lineage(model))
    settings = [cls.members.get("model_config") for cls in lineage]
    written = [setting.value for setting in settings if isinstance(setting, Attribute)]
    foreign = (base for cls in lineage for base in cls.bases if base not in api.classes)
    if any("allow" in setting for setting in written) or any(base.rpartition(".")[2] not in _PLAIN for base in foreign):
        return True
    files = (pair.new.contents.files.get(cls.file, b"") for cls in lineage)  # classes say it in branches, too
    return not written and any(_KEEPS.search(file) for file in files)


def usage_example(pair: ReleasePair, change: FieldChange) -> str:
    """How to use a new field."""
    caller = CodeWriter(pair.new.api)
    model = caller.reference(change.owner.new.name)
    if change.is_built and not change.is_returned:
        made = caller.instance(change.owner.new.name, given=_given(caller, change))
        return "" if made is None else render_module(f"\nresult = {made.text}", made.imports)
    return render_module(f"\ndef show(given: {model.text}) -> None:\n    print(given.{change.name})", model.imports)


def new_field_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """What a type checker admits on the new release only."""
    code = usage_example(pair, change)
    return Snippet(code, by="types", expects="works") if code else None


def default_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that makes an object without the field, and reads it."""
    made = attribute_snippet(pair, change)
    return None if made is None else Snippet(made.code, expects="differs")


def alias_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that makes an object of what the server sends, and reads the field."""
    caller = CodeWriter(pair.old.api)
    sample = caller.sample(change.old.type if change.old else None)
    if sample is None or change.old is None:
        return None
    model = caller.reference(change.owner.old.name)
    answer = f'{{"{change.old.wire_name}": {sample.text}}}'
    body = f"result = {model.text}.model_validate({answer}).{change.name}"
    return Snippet(render_module(body, {*model.imports, *sample.imports}))


def _given(caller: CodeWriter, change: FieldChange) -> Mapping[str, str]:
    sample = caller.sample(change.new.type if change.new else None)
    return {} if sample is None or change.new is None or change.new.required else {change.name: sample.text}
