"""The source files that both releases have and that differ: what of it no public declaration tells.

`innards` are the reasons in words: what callers have no reason to use, or statements that declare nothing. Where there
are none, and nothing else differs either, only the layout does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from conformance.upgrade.declared import Declared, category, short
from conformance.upgrade.exports import offered
from conformance.upgrade.pair import Pair
from conformance.upgrade.source.definitions import Alias, Attribute, Class, Definition, Module

SHOWN: Final = 5  # names in a sentence


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """A source file of both sides, by its module's name ("" is the package itself)."""

    name: str
    old: Module
    new: Module
    innards: tuple[str, ...]
    same_code: bool
    same_words: bool


def module_changes(pair: Pair) -> Iterator[ModuleChange]:
    """Every source file that both sides have and that differs."""
    for name, old in pair.old.api.modules.items():
        new = pair.new.api.modules.get(name)
        if new is not None and old.file not in pair.declared.unchanged:
            names = old.definitions.keys() & new.definitions.keys()
            kept = [(old.definitions[each], new.definitions[each]) for each in names]
            same = all(not pair.declared.differ(*both) for both in kept) and old.definitions.keys() == names
            same = same and new.definitions.keys() == names and old.body == new.body
            imported = _imported(old) != _imported(new)
            innards = tuple(_innards(pair, old, new))
            if not innards and imported and same and offered(old) == offered(new):
                innards = ("what it imports",)
            code = same and not imported and offered(old) == offered(new)
            words = old.documentation == new.documentation and all(not worded(*both) for both in kept)
            yield ModuleChange(name, old, new, innards, code, words)


def internal_modules(pair: Pair, *, new: bool) -> Iterator[Module]:
    """Source files of one side only from which callers have no reason to import."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    for name, module in has.modules.items():
        if name not in lacks.modules and pair.is_internal(name):
            yield module


def worded(old: Definition, new: Definition) -> tuple[str, ...]:
    """The parts of a definition whose words differ, "" for its own; members that are not alike left out."""
    if isinstance(old, Alias) or isinstance(new, Alias):
        return ()
    found = [""] if old.documentation.split() != new.documentation.split() else []
    if isinstance(old, Class) and isinstance(new, Class):
        for name, member in old.members.items():
            other = new.members.get(name)
            if isinstance(member, Attribute) and isinstance(other, Attribute):
                found += [name for _ in worded(member, other)]
            elif other is not None and not isinstance(member, Attribute):
                found += [f"{name}.{part}".rstrip(".") for part in worded(member, other)]
    return tuple(found)


def _imported(module: Module) -> dict[str, str]:
    """What a module can use from elsewhere, its packages' own names apart."""
    told = offered(module)
    return {name: meaning for name, meaning in module.names.items() if name not in told}


def _innards(pair: Pair, old: Module, new: Module) -> Iterator[str]:
    declared = pair.declared
    for name in [*old.definitions, *(name for name in new.definitions if name not in old.definitions)]:
        before, after = old.definitions.get(name), new.definitions.get(name)
        side, api = (before, declared.old) if before is not None else (after, declared.new)
        if side is None:
            continue
        if category(side) == "client" and isinstance(before, Class) and isinstance(after, Class):
            yield from _of_client(pair, before, after)
        elif category(side) != "client" and declared.is_public(api, side):
            if isinstance(before, Class) and isinstance(after, Class):
                yield from _of_class(declared, before, after)
        elif category(side) != "client" and (before is None or after is None or declared.differ(before, after)):
            yield f"`{name}`"
    if old.body != new.body:
        yield "statements that declare nothing"


def _of_client(pair: Pair, old: Class, new: Class) -> Iterator[str]:
    """How a client is put together; its operations and helpers are public."""
    places = (*pair.callables.old.values(), *pair.callables.new.values())
    told = {short(place.path) for place in places if place.on_client}
    for name in [*old.members, *(each for each in new.members if each not in old.members)]:
        before, after = old.members.get(name), new.members.get(name)
        if name not in told and (before is None or after is None or pair.declared.differ(before, after)):
            yield f"`{short(old.name)}.{name}`"
    if old.bases != new.bases or old.body != new.body:
        yield f"`{short(old.name)}`"


def _of_class(declared: Declared, old: Class, new: Class) -> Iterator[str]:
    for name in [*old.members, *(each for each in new.members if each not in old.members)]:
        before, after = old.members.get(name), new.members.get(name)
        alone = before is None or after is None
        private = name.startswith("_") and (alone or name not in {"__init__", "__call__"})
        inherited = alone and name in declared.old.members(old.name) and name in declared.new.members(new.name)
        config = name == "Config"
        if (private or inherited or config) and (before is None or after is None or declared.differ(before, after)):
            yield f"`{short(old.name)}.{name}`"
