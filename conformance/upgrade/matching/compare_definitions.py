"""Whether definitions, types and bodies of two releases do the same; renamed definitions count as equal."""

from __future__ import annotations

from collections.abc import Callable as Function
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from conformance.contract.types import ANY, NULL, Type, union
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.code_body import CodeBody
from conformance.upgrade.source.compare_types import compare_types, rename_models
from conformance.upgrade.source.definitions import Alias, Argument, Attribute, Callable, Class, Definition, short_name

SameType = Function[[Type | None, Type | None], bool]


@dataclass(frozen=True)
class DefinitionComparer:
    """Compares the definitions of two releases. `renamed` are the new names of definitions by their old ones."""

    old: Api
    new: Api
    renamed: Mapping[str, str]

    def differ_in_code(self, old: Definition, new: Definition) -> bool:
        """Their code differs; names, positions and docstrings are ignored."""
        return not self._agrees(old, new, self.spelled_alike)

    def equivalent(self, old: Definition, new: Definition) -> bool:
        """Their code is the same, apart from names of equivalent types."""
        return self._agrees(old, new, self.same_type)

    def same_type(self, old: Type | None, new: Type | None) -> bool:
        """Two types are equivalent; renamed definitions count as equal."""
        if self.spelled_alike(old, new):
            return True
        before, after = self.expand_both(old, new)
        return _literal_values(before) == _literal_values(after) and compare_types(before, after) == "same"

    def expand_both(self, old: Type | None, new: Type | None) -> tuple[Type, Type]:
        """Both types with aliases expanded, `None` dropped next to `any`, and models under their new names."""
        before, after = self.old.expand(old or ANY), self.new.expand(new or ANY)
        return _without_redundant_none(rename_models(before, self.renamed) or ANY), _without_redundant_none(after)

    def same_body(self, old: CodeBody, new: CodeBody) -> bool:
        """Two bodies do the same; renamed definitions count as equal."""
        return old == new or (bool(self._short_renames) and old.renamed(self._short_renames) == new.code)

    def same_arguments(self, old: Callable, new: Callable) -> bool:
        """Two callables declare the same arguments and result; types are compared by their meaning."""
        return self._same_declaration(old, new, self.same_type)

    @cached_property
    def _short_renames(self) -> Mapping[str, str]:
        both = ((short_name(old), short_name(new)) for old, new in self.renamed.items())
        return {old: new for old, new in both if old != new}

    def spelled_alike(self, old: Type | None, new: Type | None) -> bool:
        """Two types are written the same way; renamed definitions count as equal."""
        return rename_models(old, self.renamed) == new

    def _same_declaration(self, old: Callable, new: Callable, same: SameType) -> bool:
        if (old.is_async, old.role, len(old.arguments)) != (new.is_async, new.role, len(new.arguments)):
            return False
        return same(old.returns, new.returns) and all(
            (one.name, one.kind, one.default) == (other.name, other.kind, other.default) and same(one.type, other.type)
            for one, other in zip(_as_callers_see(old.arguments), _as_callers_see(new.arguments), strict=True)
        )

    def _agrees(self, old: Definition, new: Definition, same: SameType) -> bool:
        match old, new:
            case Class(), Class():
                bases = tuple(self.renamed.get(base, base) for base in old.bases)
                agree = old.kind == new.kind and bases == new.bases and old.members.keys() == new.members.keys()
                inner = (self._agrees(member, new.members[name], same) for name, member in old.members.items() if agree)
                return agree and all(inner) and self.same_body(old.body, new.body)
            case Callable(), Callable():
                return self._same_declaration(old, new, same) and self.same_body(old.body, new.body)
            case Attribute(), Attribute():
                values = (old.value, old.wire_name) == (new.value, new.wire_name)
                return values and same(old.type, new.type)
            case Alias(), Alias():
                return same(old.type, new.type)
        return False


def _as_callers_see(arguments: Sequence[Argument]) -> Sequence[Argument]:
    """The arguments without the order of those that are given by keyword only."""
    by_position = [argument for argument in arguments if argument.kind != "keyword"]
    by_name = (argument for argument in arguments if argument.kind == "keyword")
    return [*by_position, *sorted(by_name, key=attrgetter("name"))]


def _without_redundant_none(type_: Type) -> Type:
    """The type without None where it accepts anything."""
    args = tuple(_without_redundant_none(arg) for arg in type_.args)
    if type_.kind == "union":
        return union(arg for arg in args if arg != NULL or ANY not in args)
    return replace(type_, args=args)


def _literal_values(type_: Type) -> frozenset[str]:
    return frozenset(repr(value) for inner in type_.walk() for value in inner.values)
