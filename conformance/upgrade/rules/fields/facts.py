"""Code of a caller that shows how a field changed."""

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
    """A function that reads the field of its argument; it returns the type `gives`, if given.

    With `there` it first asserts that the value is not None.
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
    """A function that returns the field as a type that the new release does not accept."""
    new = pair.new.api.expand(change.new.type if change.new and change.new.type else ANY)
    other = next((type_ for type_ in (Type("string"), Type("integer")) if not covers(type_, new)), Type("boolean"))
    return read_snippet(pair, change, other, there=True)


def attribute_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that creates an object and reads the field."""
    made = CodeWriter(pair.old.api, pair.new.api).instance(change.owner.old.name)
    return None if made is None else Snippet(render_module(f"result = {made.text}.{change.name}", made.imports))


def construction_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that creates an object with the fields that the old release requires."""
    made = CodeWriter(pair.old.api).instance(change.owner.old.name)
    return None if made is None else Snippet(render_module(f"result = {made.text}", made.imports))


def value_snippet(pair: ReleasePair, change: FieldChange, type_: Type | None) -> Snippet | None:
    """A function that creates an object with a field value of the given type."""
    caller = CodeWriter(pair.old.api, pair.new.api)
    made = caller.instance(change.owner.old.name, given={change.name: "given"})
    if made is None:
        return None
    model, annotated = caller.reference(change.owner.old.name), caller.annotation(type_)
    body = f"\ndef caller(given: {annotated.text}) -> {model.text}:\n    return {made.text}"
    return Snippet(render_module(body, {*model.imports, *annotated.imports, *made.imports}), by="types")


def removed_field_fact(pair: ReleasePair, change: FieldChange, old: Attribute) -> Fact:
    """The fact that a field is gone: at run time if reading it fails, otherwise for type checkers."""
    lost = _lost_field_snippet(pair, change, old)
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


def _lost_field_snippet(pair: ReleasePair, change: FieldChange, old: Attribute) -> Snippet | None:
    """A program that fails to read the field of an object it creates; None if it succeeds or cannot create one."""
    there = change.owner.new.name
    if change.name in pair.new.api.members(there) or (old.required and _keeps_unknown(pair, there)):
        return None
    caller = CodeWriter(pair.old.api, None if old.required else pair.new.api)
    made = caller.instance(change.owner.old.name, given=_newly_required_fields(pair, change) if old.required else {})
    body = "" if made is None else f"value = {made.text}\nresult = value.{change.name}"
    return None if made is None else Snippet(render_module(body, made.imports))


def _newly_required_fields(pair: ReleasePair, change: FieldChange) -> Mapping[str, str]:
    """The fields that only the new release requires; the old release ignores them."""
    known, caller = pair.old.api.members(change.owner.old.name), CodeWriter(pair.new.api)
    found = {}
    for name, field in pair.new.api.members(change.owner.new.name).items():
        if isinstance(field, Attribute) and field.required and name not in known:
            sample = caller.sample(field.type)
            if sample is not None and not sample.imports:
                found[name] = sample.text
    return found


def _keeps_unknown(pair: ReleasePair, model: str) -> bool:
    """Whether objects of the new release's model keep fields that it does not declare, as observed by running it.

    If it was not run, True if one of its base classes may allow it.
    """
    model_contract = pair.new.contract.models.get(model) if pair.new.contract is not None else None
    if model_contract is not None:
        return model_contract.keeps_unknown
    api = pair.new.api
    lineage = list(api.lineage(model))
    settings = [cls.members.get("model_config") for cls in lineage]
    written = [setting.value for setting in settings if isinstance(setting, Attribute)]
    foreign = (base for cls in lineage for base in cls.bases if base not in api.classes)
    if any("allow" in setting for setting in written) or any(base.rpartition(".")[2] not in _PLAIN for base in foreign):
        return True
    files = (pair.new.contents.files.get(cls.file, b"") for cls in lineage)  # classes may set it inside a branch
    return not written and any(_KEEPS.search(file) for file in files)


def usage_example(pair: ReleasePair, change: FieldChange) -> str:
    """Code that uses a new field."""
    caller = CodeWriter(pair.new.api)
    model = caller.reference(change.owner.new.name)
    if change.is_built and not change.is_returned:
        made = caller.instance(change.owner.new.name, given=_sample_argument(caller, change))
        return "" if made is None else render_module(f"\nresult = {made.text}", made.imports)
    return render_module(f"\ndef show(given: {model.text}) -> None:\n    print(given.{change.name})", model.imports)


def new_field_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """Code that type checks on the new release only."""
    code = usage_example(pair, change)
    return Snippet(code, by="types", expects="works") if code else None


def default_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that creates an object without the field and reads the field."""
    made = attribute_snippet(pair, change)
    return None if made is None else Snippet(made.code, expects="differs")


def alias_snippet(pair: ReleasePair, change: FieldChange) -> Snippet | None:
    """A program that parses what the server sends and reads the field."""
    caller = CodeWriter(pair.old.api)
    sample = caller.sample(change.old.type if change.old else None)
    if sample is None or change.old is None:
        return None
    model = caller.reference(change.owner.old.name)
    payload = f'{{"{change.old.wire_name}": {sample.text}}}'
    body = f"result = {model.text}.model_validate({payload}).{change.name}"
    return Snippet(render_module(body, {*model.imports, *sample.imports}))


def _sample_argument(caller: CodeWriter, change: FieldChange) -> Mapping[str, str]:
    sample = caller.sample(change.new.type if change.new else None)
    return {} if sample is None or change.new is None or change.new.required else {change.name: sample.text}
