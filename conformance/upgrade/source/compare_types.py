"""Whether a declared type accepts more values than another, fewer, or others.

A type stands for the values that it accepts: the members of a union, each literal, the contents of lists and maps;
`any` accepts everything. A missing annotation is `any`. Literals next to `any`, as SDKs declare open enums, stand for
all values of their kind. What a type lists beyond that only informs people: types are `interchangeable` where a type
checker cannot distinguish them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from conformance.contract.types import ANY, Type, union

Comparison = Literal["same", "widened", "narrowed", "changed"]

_WIDER: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": ("integer", "number"),
    "integer": ("number",),
    "datetime": ("date",),
    "bytes": ("file",),
    "string": ("file",),
}


def compare_types(old: Type | None, new: Type | None) -> Comparison:
    """How a type changed: the new one accepts more ("widened"), fewer ("narrowed"), or other values ("changed").

    Types that a type checker cannot distinguish are compared by the alternatives that they list.
    """
    before, after = old or ANY, new or ANY
    for holds in (covers, _lists_all):
        wider, narrower = holds(after, before), holds(before, after)
        if wider != narrower:
            return "widened" if wider else "narrowed"
        if not wider:
            return "changed"
    return "same"


def interchangeable(old: Type | None, new: Type | None) -> bool:
    """No type checker can distinguish them: each accepts all values of the other."""
    before, after = old or ANY, new or ANY
    return covers(before, after) and covers(after, before)


def covers(wide: Type, narrow: Type) -> bool:
    """`wide` accepts every value of `narrow`."""
    alternatives = tuple(_alternatives(wide))
    if ANY in alternatives:
        return True
    return all(
        any(_admits_alternative(other, alternative, covers) for other in alternatives)
        for alternative in _alternatives(narrow)
    )


def common_type(old: Type | None, new: Type | None) -> Type | None:
    """The alternatives that both types accept, limited to the declared ones of either; None if there are none."""
    before, after = old or ANY, new or ANY
    shared = [alternative for alternative in _alternatives(before) if covers(after, alternative)]
    shared += [
        alternative for alternative in _alternatives(after) if covers(before, alternative) and alternative not in shared
    ]
    telling = [type_ for type_ in shared if type_ != ANY] or shared
    return union(telling) if telling else None


def alternatives_only_in(one: Type | None, other: Type | None) -> tuple[Type, ...]:
    """The alternatives of one type that the other does not list, literals one by one."""
    return tuple(alternative for alternative in _alternatives(one or ANY) if not _lists_all(other or ANY, alternative))


def rename_models(type_: Type | None, names: Mapping[str, str]) -> Type | None:
    """The type with its models, aliases and other classes of the package renamed."""
    if type_ is None:
        return None
    inner = tuple(rename_models(arg, names) or ANY for arg in type_.args)
    return replace(type_, args=inner, name=names.get(type_.name, type_.name))


def _lists_all(wide: Type, narrow: Type) -> bool:
    """`wide` lists every alternative of `narrow`: a literal as itself, `any` only as `any`."""
    alternatives = tuple(_alternatives(wide))
    return all(
        any(_lists_alternative(other, alternative) for other in alternatives) for alternative in _alternatives(narrow)
    )


def _lists_alternative(wide: Type, narrow: Type) -> bool:
    if "literal" in {wide.kind, narrow.kind} and wide.kind != narrow.kind:
        return False
    return _admits_alternative(wide, narrow, _lists_all)


def _alternatives(type_: Type) -> Iterator[Type]:
    """The members of a union, literals one by one; beside `any`, the kinds of the literals."""
    for member in type_.members:
        if member.kind == "union":
            yield from _alternatives(member)
        elif member.kind == "literal":
            yield from (Type("literal", values=(value,)) for value in member.values)
        elif member == ANY and type_.open_enum:
            yield from (Type(kind) for kind in dict.fromkeys(_kind_of(value) for value in type_.open_enum))
        else:
            yield member


def _admits_alternative(wide: Type, narrow: Type, inside: Callable[[Type, Type], bool]) -> bool:
    """Whether one alternative accepts another. `inside` compares the contents of lists and maps."""
    if wide.kind == narrow.kind in {"list", "map"}:
        return all(inside(*pair) for pair in zip(wide.args, narrow.args, strict=True))
    if narrow.kind == "literal" and wide.kind != "literal":
        return _is_kind(_kind_of(narrow.values[0]), wide.kind)
    if narrow.kind == wide.kind == "literal":
        return (type(wide.values[0]), wide.values) == (type(narrow.values[0]), narrow.values)
    if wide.name and (wide.name, wide.args) == (narrow.name, narrow.args):
        return True
    return wide == narrow or (wide.kind != narrow.kind and _is_kind(narrow.kind, wide.kind))


def _is_kind(kind: str, wide: str) -> bool:
    return kind == wide or wide in _WIDER.get(kind, ())


def _kind_of(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "string"
