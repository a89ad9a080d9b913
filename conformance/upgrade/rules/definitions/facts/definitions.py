"""Facts about definitions that only one of the releases has, and about renamed ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.change import Snippet
from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.code.render import render_module, render_signature, render_type
from conformance.upgrade.matching.definitions import Category, MatchedDefinition, category
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Alias, Attribute, Callable, Class, Definition, short_name

_SHOWN: Final = 6  # fields in an outline
_LONGEST: Final = 160


def added(pair: ReleasePair, wanted: Category) -> Iterator[Fact]:
    """One fact for each public definition of a category that is new."""
    caller = CodeWriter(pair.new.api)
    for definition in pair.definitions.added:
        if category(definition) == wanted:
            usage = _usage_clause(pair, pair.new.api, definition)
            yield Fact(
                subject=definition.name,
                message=f"The {wanted} `{short_name(definition.name)}` is new{usage}.",
                after=outline(definition),
                example=usage_example(pair, caller, definition),
                files=pair.definitions.files(pair.new.api, definition),
                operations=pair.definitions.mentioning_operations[1].get(definition.name, ()),
                trial=Snippet(caller.import_line(definition.name), expects="works"),
            )


def removed(pair: ReleasePair, wanted: Category) -> Iterator[Fact]:
    """One fact for each public definition of a category that is gone."""
    for definition in pair.definitions.removed:
        if category(definition) == wanted:
            line, usage = _broken_import(pair, definition), _usage_clause(pair, pair.old.api, definition)
            yield Fact(
                subject=definition.name,
                message=f"The {wanted} `{short_name(definition.name)}` can no longer be imported{usage}.",
                before=outline(definition),
                migration=_replacement_advice(pair, definition) or f"Remove `{line}` and the code that uses it.",
                files=pair.definitions.files(pair.old.api, definition),
                operations=pair.definitions.mentioning_operations[0].get(definition.name, ()),
                trial=Snippet(line),
            )


def renamed(pair: ReleasePair, wanted: Category) -> Iterator[Fact]:
    """One fact for each public definition of a category that was renamed or moved to another module."""
    caller, later = CodeWriter(pair.old.api), CodeWriter(pair.new.api)
    for both in pair.definitions.renamed:
        if category(both.old) == category(both.new) == wanted:
            line, now = caller.import_line(both.old.name), later.import_line(both.new.name)
            stays = line == now
            where = f"from package import {short_name(both.old.name)}".replace(
                "package", _module(pair.old.api, both.old)
            )
            yield Fact(
                subject=both.old.name,
                message=f"The {wanted} `{short_name(both.old.name)}` {_describe_rename(both)}"
                + (f"; `{line}` still works." if stays else "."),
                before=both.old.name,
                after=both.new.name,
                migration=f"Write `{now}`.",
                files=tuple(
                    dict.fromkeys(
                        (
                            *pair.definitions.files(pair.old.api, both.old),
                            *pair.definitions.files(pair.new.api, both.new),
                            *_users(pair, both),
                        )
                    )
                ),
                trial=Snippet(where if stays else line),
            )


def _broken_import(pair: ReleasePair, definition: Definition) -> str:
    """An import line that works on the old side and fails on the new one."""
    path = pair.old.api.public_names.get(definition.name, definition.name)
    home, _, name = path.rpartition(".")
    other = pair.new.api.modules.get(home)
    if other is not None and name in other.names:  # another definition took that name
        return f"from {_module(pair.old.api, definition)} import {name}"
    return pair.old.api.import_line(definition.name)


def _describe_rename(both: MatchedDefinition) -> str:
    if short_name(both.old.name) != short_name(both.new.name):
        return f"is now called `{short_name(both.new.name)}`"
    return f"is now defined in `{both.new.name.rpartition('.')[0]}`"


def _users(pair: ReleasePair, both: MatchedDefinition) -> Iterator[str]:
    """The files that both sides have and that import it."""
    for name, user in pair.old.api.modules.items():
        other = pair.new.api.modules.get(name)
        if other is not None and both.old.name in user.names.values() and both.new.name in other.names.values():
            yield from pair.differing_files([user.file])


def _replacement_advice(pair: ReleasePair, definition: Definition) -> str:
    """The replacement of a removed type alias."""
    if not isinstance(definition, Alias):
        return ""
    named = [inner.name for inner in definition.type.walk() if inner.name]
    text = render_type(definition.type)
    known = all(name in pair.new.api.definitions for name in named) and len(text) <= _LONGEST
    return f"Write `{text}` instead of `{short_name(definition.name)}`." if known else ""


def outline(definition: Definition) -> str:
    """A definition on one line."""
    name = short_name(definition.name)
    match definition:
        case Class():
            members = [
                member.name.rpartition(".")[2] + (f": {render_type(member.type)}" if member.type else "")
                for member in definition.members.values()
                if isinstance(member, Attribute) and not short_name(member.name).startswith("_")
            ]
            members = [member for member in members if member.partition(":")[0] != "model_config"]
            bases = f"({', '.join(short_name(base) for base in definition.bases)})" if definition.bases else ""
            return f"class {name}{bases}" + (f": {limited(members, _SHOWN)}" if members else "")
        case Callable():
            return render_signature(definition, name)
        case Alias():
            text = f"{name} = {render_type(definition.type)}"
        case Attribute():
            text = name + (f": {render_type(definition.type)}" if definition.type else "")
            text += f" = {definition.value}" if definition.value else ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def usage_example(pair: ReleasePair, caller: CodeWriter, definition: Definition) -> str:
    """Code that uses a new definition: an import and a line or two."""
    name, line = short_name(definition.name), caller.import_line(definition.name)
    variable = _variable(name)
    match definition:
        case Class(kind="error"):
            return f"{line}\n\ntry:\n    ...\nexcept {name} as error:\n    print(error)"
        case Class(kind="enum"):
            return line
        case Class(kind="model") if not pair.definitions.is_built(definition.name, definition.name):
            field = next((member for member in definition.members if not member.startswith("_")), "")
            return f"{line}\n\ndef show({variable}: {name}) -> None:\n    print({variable}.{field})" if field else line
        case Class():
            made = caller.instance(definition.name)
            return line if made is None else render_module(f"\n{variable} = {made.text}", {*made.imports, line})
        case Callable():
            call = caller.call(name, definition)
            return line if call is None else render_module(f"\nresult = {call.text}", {*call.imports, line})
        case Alias():
            sample = caller.sample(caller.api.expand(definition.type))
            return (
                line
                if sample is None
                else render_module(f"\n{variable}: {name} = {sample.text}", {*sample.imports, line})
            )
    return f"{line}\n\nprint({name})"


def _usage_clause(pair: ReleasePair, api: Api, definition: Definition) -> str:
    """The operations that use it, as the end of a sentence."""
    found = pair.definitions.mentioning_operations[api is pair.new.api].get(definition.name, ())
    verb = "use it" if len(found) > 1 else "uses it"
    verb = verb if api is pair.new.api else "used it"
    return f"; {limited([f'`{path}`' for path in found], 3)} {verb}" if found else ""


def _module(api: Api, definition: Definition) -> str:
    return f"{api.package}.{definition.name.rpartition('.')[0]}".rstrip(".")


def _variable(name: str) -> str:
    """`blueprint_list` for `BlueprintList`."""
    pieces = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name.strip("_"))
    return pieces.strip("_") or "value"
