"""Finds the classes and aliases that were renamed.

The evidence is where they are used: an operation or definition of both releases mentions `A` in the old release and `B`
in the new one, and no other use of `A` became `C`. Both must also have the same shape, or names made of the same words.
What no operation uses has no such evidence: a class of at least two members must then have exactly the shape of one
other class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from conformance.contract.types import Type
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Alias, Attribute, Callable, Class, Definition, short_name

_NAMED = {"model", "alias", "unknown"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass
class RenameFinder:
    """Finds renamed definitions of two releases. `operations` maps all old operations to new ones."""

    old: Api
    new: Api
    operations: Mapping[str, str]
    _pairs_in_use: dict[tuple[str, str], None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.old_only = _one_sided(self.old, self.new)
        self.new_only = _one_sided(self.new, self.old)

    def definitions(self) -> dict[str, str]:
        """The new name of each renamed or moved class or alias."""
        found = self._plausible_pairs(one_to_one(self._pairs_by_use()))
        for more in (self._by_name(), self._by_shape()):
            taken = {*found, *found.values()}
            found |= {old: new for old, new in more.items() if not {old, new} & taken}
        return dict(sorted(found.items()))

    def successors(self, definitions: Mapping[str, str]) -> dict[str, str]:
        """The replacement of a removed class or alias in all annotations, also if it existed before."""
        found: dict[str, set[str]] = {}
        for old, new in self._pairs_in_use:
            found.setdefault(old, set()).add(new)
        return {
            old: next(iter(news))
            for old, news in sorted(found.items())
            if old in self.old_only
            and old not in definitions
            and len(news) == 1
            and news <= self.new.definitions.keys()
        }

    # Pairs by use

    def _pairs_by_use(self) -> list[tuple[str, str]]:
        for before, after in self.operations.items():
            for twin, method in self.old.operations[before].items():
                other = self.new.operations[after].get(twin)
                if other is not None:
                    self._pair_signatures(method, other)
        for name, definition in self.old.definitions.items():
            if name in self.new.definitions:
                self._pair_definitions(definition, self.new.definitions[name])
        return [(old, new) for old, new in self._pairs_in_use if old in self.old_only and new in self.new_only]

    def _pair_signatures(self, old: Callable, new: Callable) -> None:
        for argument in old.arguments:
            other = new.argument(argument.name)
            if other is not None:
                self._pair_types(argument.type, other.type)
        self._pair_types(old.returns, new.returns)

    def _pair_definitions(self, old: Definition, new: Definition) -> None:
        if old is new:
            return
        if isinstance(old, Class) and isinstance(new, Class):
            for name, member in old.members.items():
                other = new.members.get(name)
                if isinstance(member, Attribute) and isinstance(other, Attribute):
                    self._pair_types(member.type, other.type)
        elif isinstance(old, Alias) and isinstance(new, Alias):
            self._pair_types(old.type, new.type)

    def _pair_types(self, old: Type | None, new: Type | None) -> None:
        """Pair the names at the same positions of both types."""
        if old is None or new is None or old == new:
            return
        if old.kind in _NAMED and old.kind == new.kind and old.name and new.name:
            self._pair_names(old.name, new.name)
        before, after = _inner_types(old), _inner_types(new)
        if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                if (one, other) != (old, new):
                    self._pair_types(one, other)

    def _pair_names(self, old: str, new: str) -> None:
        if (old, new) not in self._pairs_in_use:
            self._pairs_in_use[old, new] = None
            if old in self.old_only and new in self.new_only:
                self._pair_definitions(self.old_only[old], self.new_only[new])

    # Pairs by shape

    def _plausible_pairs(self, found: dict[str, str]) -> dict[str, str]:
        """The pairs of the same shape, given the other pairs, or with names made of the same words."""
        while True:
            kept = {old: new for old, new in found.items() if self._is_plausible(old, new, found)}
            if kept == found:
                return kept
            found = kept

    def _is_plausible(self, old: str, new: str, names: Mapping[str, str]) -> bool:
        before, after = self.old_only[old], self.new_only[new]
        if _category(before) != _category(after):
            return False
        return _name_words(old) == _name_words(new) or _shape(before, names) == _shape(after, {})

    def _by_name(self) -> dict[str, str]:
        """The same name in another module, unique on each side, with at least half of the members in common."""
        pairs = _match_unique(
            {name: (_category(found), short_name(name)) for name, found in self.old_only.items()},
            {name: (_category(found), short_name(name)) for name, found in self.new_only.items()},
        )
        return {
            old: new for old, new in pairs.items() if _member_overlap(self.old_only[old], self.new_only[new]) >= 0.5
        }

    def _by_shape(self) -> dict[str, str]:
        """The same shape, unique on each side, of classes that no operation uses."""
        return _match_unique(
            _unused_class_shapes(self.old, self.old_only), _unused_class_shapes(self.new, self.new_only)
        )


def one_to_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs whose two names are in no other pair."""
    unique = dict.fromkeys(pairs)
    lefts, rights = Counter(old for old, _ in unique), Counter(new for _, new in unique)
    return {old: new for old, new in unique if lefts[old] == rights[new] == 1}


def _match_unique(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> dict[str, str]:
    """Pairs of names whose value is unique on each side."""
    by_value: dict[Hashable, list[str]] = {}
    for name, value in new.items():
        by_value.setdefault(value, []).append(name)
    return one_to_one((name, other) for name, value in old.items() for other in by_value.get(value, ()))


def _one_sided(one: Api, other: Api) -> dict[str, Class | Alias]:
    """The classes and aliases that only one side has. Clients follow their operations."""
    return {
        name: found
        for name, found in one.definitions.items()
        if isinstance(found, Class | Alias) and name not in other.definitions and not _is_client(found)
    }


def _is_client(found: Class | Alias) -> bool:
    return isinstance(found, Class) and (found.kind == "client" or found.file.endswith("/raw_client.py"))


def _inner_types(type_: Type) -> tuple[Type, ...]:
    """The parts of a type; of a union, only named types, lists and maps, in order."""
    if type_.kind != "union":
        return type_.args
    return tuple(member for member in type_.args if member.kind in {*_NAMED, "list", "map"})


def _name_words(name: str) -> list[str]:
    return sorted(_WORD.findall(short_name(name)))


def _category(found: Class | Alias) -> str:
    return found.kind if isinstance(found, Class) else f"alias of {found.type.kind}"


def _shape(found: Class | Alias, names: Mapping[str, str]) -> frozenset[Hashable]:
    """The contents of a definition, unordered and without its own name, with old names replaced by new ones."""
    given = {**names, found.name: "itself"}
    if isinstance(found, Alias):
        return frozenset(_with_new_names(member, given) for member in found.type.members)
    bases = ((name, given.get(name, name)) for name in found.bases)
    return frozenset({*_member_shapes(found, given), *(base for _, base in bases)})


def _member_shapes(found: Class, names: Mapping[str, str]) -> Iterator[Hashable]:
    for name, member in found.members.items():
        if isinstance(member, Attribute):
            yield name, _with_new_names(member.type, names), member.wire_name, member.value
        elif isinstance(member, Callable):
            yield name, *signature_key(member, names), member.body
        else:
            yield name, _shape(member, names)


def signature_key(callable_: Callable, names: Mapping[str, str]) -> tuple[Hashable, ...]:
    """The arguments and result of a callable, with old names replaced by new ones."""
    given = [
        (argument.name, argument.kind, _with_new_names(argument.type, names), argument.default)
        for argument in callable_.arguments
    ]
    return tuple(given), _with_new_names(callable_.returns, names), callable_.is_async, callable_.role


def _with_new_names(type_: Type | None, names: Mapping[str, str]) -> Type | None:
    if type_ is None:
        return None
    if type_.kind == "literal":
        return replace(type_, values=tuple(sorted(type_.values, key=repr)))
    args = tuple(found for arg in type_.args if (found := _with_new_names(arg, names)))
    return replace(type_, args=args, name=names.get(type_.name, type_.name))


def _member_overlap(old: Class | Alias, new: Class | Alias) -> float:
    """The share of common members among all members of both."""
    one, other = _member_set(old), _member_set(new)
    return len(one & other) / len(one | other) if one | other else 1


def _member_set(found: Class | Alias) -> set[Hashable]:
    if isinstance(found, Class):
        return set(found.members)
    literal = (value for member in found.type.members if member.kind == "literal" for value in member.values)
    return {*literal, *(member for member in found.type.members if member.kind != "literal")}


def _unused_class_shapes(api: Api, alone: Mapping[str, Class | Alias]) -> dict[str, Hashable]:
    return {
        name: (found.kind, _shape(found, {}))
        for name, found in alone.items()
        if isinstance(found, Class) and len(found.members) > 1 and not api.roles(name)
    }
