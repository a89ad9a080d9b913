"""Source files that differ, and the differences that are in no public declaration.

`private_changes` name them: private definitions, and statements that declare nothing. If there are none, and nothing
else differs, only the formatting does.
"""

from __future__ import annotations

from collections.abc import Callable as Function
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from conformance.upgrade.matching.definitions import MatchedDefinitions, category
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.modules.facts import exported_names, importable_names
from conformance.upgrade.source.definitions import Alias, Attribute, Class, Definition, Module, short_name
from conformance.upgrade.source.public_callables import IMPLICIT_METHODS, RAW_CLIENT_MODULE

SHOWN: Final = 5  # names in a sentence


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """A source file of both sides, by its module's name ("" is the package itself)."""

    name: str
    old: Module
    new: Module
    private_changes: tuple[str, ...]
    same_code: bool
    same_docstrings: bool


@lru_cache(maxsize=4)  # several rules use it
def module_changes(pair: ReleasePair) -> tuple[ModuleChange, ...]:
    """Every source file that both sides have and that differs."""
    return tuple(_module_changes(pair))


def _module_changes(pair: ReleasePair) -> Iterator[ModuleChange]:
    public_names = {short_name(path) for path in (*pair.callables.old, *pair.callables.new)}
    for name, old in pair.old.api.modules.items():
        new = pair.new.api.modules.get(name)
        if new is not None and old.file not in pair.definitions.unchanged:
            names = old.definitions.keys() & new.definitions.keys()
            matched = [
                (old.definitions[definition_name], new.definitions[definition_name]) for definition_name in names
            ]
            same = (
                all(not pair.definitions.comparer.differ_in_code(*both) for both in matched)
                and old.definitions.keys() == names
            )
            same = same and new.definitions.keys() == names and old.body == new.body
            imported = _imported_names(old, pair.alignment.definitions) != _imported_names(new, {})
            private_changes = tuple(_private_changes(pair.definitions, old, new, public_names))
            if not private_changes and imported and same and exported_names(old) == exported_names(new):
                private_changes = ("what it imports",)
            renamed = not imported and _imported_names(old, {}) != _imported_names(new, {})
            exports = importable_names(old, pair.old.api) == importable_names(new, pair.new.api)
            code = same and not imported and not renamed and exports and exported_names(old) == exported_names(new)
            words = old.documentation == new.documentation and all(not reworded_parts(*both) for both in matched)
            yield ModuleChange(name, old, new, private_changes, code, words)


def internal_modules(pair: ReleasePair, *, new: bool) -> Iterator[Module]:
    """Source files of one side only that callers have no reason to import."""
    has, lacks = (pair.new.api, pair.old.api) if new else (pair.old.api, pair.new.api)
    operation_files = {file for files in has.operation_files.values() for file in files}
    for name, module in has.modules.items():
        raw = short_name(name) == RAW_CLIENT_MODULE and module.file not in operation_files
        if name not in lacks.modules and (raw or pair.is_internal(name)):
            yield module


def reworded_parts(old: Definition, new: Definition) -> tuple[str, ...]:
    """The parts of a definition whose docstring differs, "" for the definition itself; changed members are left out."""
    if isinstance(old, Alias) or isinstance(new, Alias):
        return ()
    found = [""] if old.documentation.split() != new.documentation.split() else []
    if isinstance(old, Class) and isinstance(new, Class):
        for name, member in old.members.items():
            other = new.members.get(name)
            if isinstance(member, Attribute) and isinstance(other, Attribute):
                found += [name for _ in reworded_parts(member, other)]
            elif other is not None and not isinstance(member, Attribute):
                found += [f"{name}.{part}".rstrip(".") for part in reworded_parts(member, other)]
    return tuple(found)


def _imported_names(module: Module, renamed: Mapping[str, str]) -> set[str]:
    """The names that a module imports from the rest of the package, without those that it defines or exports."""
    exported = exported_names(module)
    meanings = {renamed.get(meaning, meaning) for name, meaning in module.names.items() if name not in exported}
    return meanings - {definition.name for definition in module.definitions.values()}


def _private_changes(
    declared: MatchedDefinitions, old: Module, new: Module, public_names: AbstractSet[str]
) -> Iterator[str]:
    for name in _union(old.definitions, new.definitions):
        before, after = old.definitions.get(name), new.definitions.get(name)
        shown = before or after
        if shown is None or (before and after and not declared.comparer.differ_in_code(before, after)):
            continue
        if category(shown) == "client":
            if isinstance(before, Class) and isinstance(after, Class):
                yield from _of_client(declared, before, after, public_names)
        elif not declared.is_public(declared.old if before else declared.new, shown):
            yield f"`{name}`"
        elif isinstance(before, Class) and isinstance(after, Class):
            yield from _of_class(declared, before, after)
        elif before and after and declared.comparer.equivalent(before, after):
            yield f"`{name}` (the spelling of its types)"
    if old.body != new.body:
        yield "statements that declare nothing"


def _of_client(declared: MatchedDefinitions, old: Class, new: Class, public_names: AbstractSet[str]) -> Iterator[str]:
    """Private changes of a client; other rules report the public callables."""
    yield from _of_members(declared, old, new, lambda name, _before, _after: name not in public_names)
    if old.bases != new.bases or old.body != new.body:
        yield f"`{short_name(old.name)}`"


def _of_class(declared: MatchedDefinitions, old: Class, new: Class) -> Iterator[str]:
    """Changed members of a public class that are private, still inherited, or only spelled differently."""
    own = old.members.keys() & new.members.keys()
    inherited = (declared.old.members(old.name).keys() - own, declared.new.members(new.name).keys() - own)

    def is_private(name: str, before: object, after: object) -> bool:
        return _is_private_member(name, before, after) or all(name in members for members in inherited)

    yield from _of_members(declared, old, new, is_private)


def _of_members(
    declared: MatchedDefinitions, old: Class, new: Class, is_unreported: Function[[str, object, object], bool]
) -> Iterator[str]:
    """The members of a class that differ and that no other rule reports, according to `is_unreported`."""
    for name in _union(old.members, new.members):
        before, after = old.members.get(name), new.members.get(name)
        if before and after and not declared.comparer.differ_in_code(before, after):
            continue
        if before and after and declared.comparer.equivalent(before, after):
            yield f"`{short_name(old.name)}.{name}` (the spelling of its types)"
        elif is_unreported(name, before, after):
            yield f"`{short_name(old.name)}.{name}`"


def _is_private_member(name: str, before: object, after: object) -> bool:
    """Private, or the configuration of a model. Methods that Python calls are public if both sides have them."""
    one_sided = before is None or after is None
    called = name in IMPLICIT_METHODS and not one_sided
    return name == "Config" or (one_sided and name == "model_config") or (name.startswith("_") and not called)


def _union(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    return [*old, *(name for name in new if name not in old)]
