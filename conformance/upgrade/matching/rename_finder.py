"""Which one-sided classes and aliases are the same thing under another name.

The evidence is the place of use: where an operation or a definition that both releases have names `A` on the old side
and `B` on the new one, and `A` is nowhere else `C`. The two must look alike, too, or be called by the same words. What
no operation uses has no such place: there a class of at least two members has to look exactly like one other class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from conformance.contract.types import Type
from conformance.upgrade.source.definitions import Alias, Api, Attribute, Callable, Class, Definition, short_name

_NAMED = {"model", "alias", "unknown"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass
class RenameFinder:
    """The search for renamed definitions of two releases. `operations` maps old operations to new ones, kept or not."""

    old: Api
    new: Api
    operations: Mapping[str, str]
    _seen: dict[tuple[str, str], None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = _alone(self.old, self.new)
        self.right = _alone(self.new, self.old)

    def definitions(self) -> dict[str, str]:
        """The new name of each class or alias that has another one, or lives in another module."""
        found = self._fitting(one_to_one(self._by_place()))
        for more in (self._by_name(), self._by_shape()):
            taken = {*found, *found.values()}
            found |= {old: new for old, new in more.items() if not {old, new} & taken}
        return dict(sorted(found.items()))

    def successors(self, definitions: Mapping[str, str]) -> dict[str, str]:
        """What stands in every place of a class or alias that is gone; it may have stood elsewhere before."""
        found: dict[str, set[str]] = {}
        for old, new in self._seen:
            found.setdefault(old, set()).add(new)
        return {
            old: next(iter(news))
            for old, news in sorted(found.items())
            if old in self.left and old not in definitions and len(news) == 1 and news <= self.new.definitions.keys()
        }

    # The place of use

    def _by_place(self) -> list[tuple[str, str]]:
        for before, after in self.operations.items():
            for twin, method in self.old.operations[before].items():
                other = self.new.operations[after].get(twin)
                if other is not None:
                    self._signatures(method, other)
        for name, definition in self.old.definitions.items():
            if name in self.new.definitions:
                self._inside(definition, self.new.definitions[name])
        return [(old, new) for old, new in self._seen if old in self.left and new in self.right]

    def _signatures(self, old: Callable, new: Callable) -> None:
        for argument in old.arguments:
            other = new.argument(argument.name)
            if other is not None:
                self._types(argument.type, other.type)
        self._types(old.returns, new.returns)

    def _inside(self, old: Definition, new: Definition) -> None:
        if old is new:
            return
        if isinstance(old, Class) and isinstance(new, Class):
            for name, member in old.members.items():
                other = new.members.get(name)
                if isinstance(member, Attribute) and isinstance(other, Attribute):
                    self._types(member.type, other.type)
        elif isinstance(old, Alias) and isinstance(new, Alias):
            self._types(old.type, new.type)

    def _types(self, old: Type | None, new: Type | None) -> None:
        """Whatever stands in the same place of both types."""
        if old is None or new is None or old == new:
            return
        if old.kind in _NAMED and old.kind == new.kind and old.name and new.name:
            self._names(old.name, new.name)
        before, after = _inner(old), _inner(new)
        if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                if (one, other) != (old, new):
                    self._types(one, other)

    def _names(self, old: str, new: str) -> None:
        if (old, new) not in self._seen:
            self._seen[old, new] = None
            if old in self.left and new in self.right:
                self._inside(self.left[old], self.right[new])

    # The looks

    def _fitting(self, found: dict[str, str]) -> dict[str, str]:
        """Those that look alike, given that the others among them are the same, or are called by the same words."""
        while True:
            kept = {old: new for old, new in found.items() if self._fits(old, new, found)}
            if kept == found:
                return kept
            found = kept

    def _fits(self, old: str, new: str, names: Mapping[str, str]) -> bool:
        before, after = self.left[old], self.right[new]
        if _kind(before) != _kind(after):
            return False
        return _words(old) == _words(new) or _looks(before, names) == _looks(after, {})

    def _by_name(self) -> dict[str, str]:
        """The same name in another module, once on each side, and half of the members or more."""
        pairs = _matching(
            {name: (_kind(found), short_name(name)) for name, found in self.left.items()},
            {name: (_kind(found), short_name(name)) for name, found in self.right.items()},
        )
        return {old: new for old, new in pairs.items() if _overlap(self.left[old], self.right[new]) >= 0.5}

    def _by_shape(self) -> dict[str, str]:
        """The same looks, once on each side, of classes that no operation uses."""
        return _matching(_shapes(self.old, self.left), _shapes(self.new, self.right))


def one_to_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs whose two names are in no other pair."""
    unique = dict.fromkeys(pairs)
    lefts, rights = Counter(old for old, _ in unique), Counter(new for _, new in unique)
    return {old: new for old, new in unique if lefts[old] == rights[new] == 1}


def _matching(old: Mapping[str, Hashable], new: Mapping[str, Hashable]) -> dict[str, str]:
    """Names whose value exactly one name of each side has."""
    by_value: dict[Hashable, list[str]] = {}
    for name, value in new.items():
        by_value.setdefault(value, []).append(name)
    return one_to_one((name, other) for name, value in old.items() for other in by_value.get(value, ()))


def _alone(one: Api, other: Api) -> dict[str, Class | Alias]:
    """The classes and aliases that one side alone has. Clients follow their operations."""
    return {
        name: found
        for name, found in one.definitions.items()
        if isinstance(found, Class | Alias) and name not in other.definitions and not _is_client(found)
    }


def _is_client(found: Class | Alias) -> bool:
    return isinstance(found, Class) and (found.kind == "client" or found.file.endswith("/raw_client.py"))


def _inner(type_: Type) -> tuple[Type, ...]:
    """What a type consists of, names that stand for types in the order of writing; scalars of a union are left out."""
    if type_.kind != "union":
        return type_.args
    return tuple(member for member in type_.args if member.kind in {*_NAMED, "list", "map"})


def _words(name: str) -> list[str]:
    return sorted(_WORD.findall(short_name(name)))


def _kind(found: Class | Alias) -> str:
    return found.kind if isinstance(found, Class) else f"alias of {found.type.kind}"


def _looks(found: Class | Alias, names: Mapping[str, str]) -> frozenset[Hashable]:
    """What a definition has in it, in no order and without its own name, with the new names in place of old ones."""
    given = {**names, found.name: "itself"}
    if isinstance(found, Alias):
        return frozenset(_called(member, given) for member in found.type.members)
    bases = ((name, given.get(name, name)) for name in found.bases)
    return frozenset({*_members(found, given), *(base for _, base in bases)})


def _members(found: Class, names: Mapping[str, str]) -> Iterator[Hashable]:
    for name, member in found.members.items():
        if isinstance(member, Attribute):
            yield name, _called(member.type, names), member.wire_name, member.value
        elif isinstance(member, Callable):
            yield name, *signature_key(member, names), member.body
        else:
            yield name, _looks(member, names)


def signature_key(callable_: Callable, names: Mapping[str, str]) -> tuple[Hashable, ...]:
    """What a callable takes and gives, with the new names in place of old ones."""
    given = [(each.name, each.kind, _called(each.type, names), each.default) for each in callable_.arguments]
    return tuple(given), _called(callable_.returns, names), callable_.is_async, callable_.role


def _called(type_: Type | None, names: Mapping[str, str]) -> Type | None:
    if type_ is None:
        return None
    if type_.kind == "literal":
        return replace(type_, values=tuple(sorted(type_.values, key=repr)))
    args = tuple(found for arg in type_.args if (found := _called(arg, names)))
    return replace(type_, args=args, name=names.get(type_.name, type_.name))


def _overlap(old: Class | Alias, new: Class | Alias) -> float:
    """The share of members that both have among all of them."""
    one, other = _parts(old), _parts(new)
    return len(one & other) / len(one | other) if one | other else 1


def _parts(found: Class | Alias) -> set[Hashable]:
    if isinstance(found, Class):
        return set(found.members)
    literal = (value for member in found.type.members if member.kind == "literal" for value in member.values)
    return {*literal, *(member for member in found.type.members if member.kind != "literal")}


def _shapes(api: Api, alone: Mapping[str, Class | Alias]) -> dict[str, Hashable]:
    return {
        name: (found.kind, _looks(found, {}))
        for name, found in alone.items()
        if isinstance(found, Class) and len(found.members) > 1 and not api.roles(name)
    }
