"""Whether code that uses a result of one declared type fails or differs with another one."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.contract.types import Type
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage.use import Certainty, Use

_ITERABLE = frozenset({"list", "map", "string", "bytes"})
_ITERATORS = ("Iterator", "Iterable", "Generator", "Sequence", "List", "Set", "Tuple")


def result_certainty(use: Use, old: tuple[Api, Type | None], new: tuple[Api, Type | None]) -> Certainty:
    """Whether the result of a call is used in a way that the new type does not allow, at run time.

    What is read from it is a use of its own: see `lost_reads`.
    """
    before, after = _expand(*old), _expand(*new)
    if before is None or after is None or "any" in {before.kind, after.kind} or not use.contexts:
        return "no"
    if "iterated" in use.contexts and _is_iterable(old[0], before) and not _is_iterable(new[0], after):
        return "yes"
    if "indexed" in use.contexts and before.kind in _ITERABLE and after.kind not in _ITERABLE:
        return "yes"
    kinds = {member.kind for member in before.members} ^ {member.kind for member in after.members}
    return "perhaps" if {"other", "text", "called"} & {*use.contexts} and kinds - {"null"} else "no"


def lost_reads(use: Use, old: tuple[Api, Type | None], new: tuple[Api, Type | None]) -> dict[int, str]:
    """Lines at which code reads what the old result has and the new one lacks, with the name of one attribute."""
    before, after = _expand(*old), _expand(*new)
    if before is None or after is None or "any" in {before.kind, after.kind}:
        return {}
    return {
        line: name
        for name, line in use.reads
        if has_member(old[0], before, name) and not has_member(new[0], after, name)
    }


def has_member(api: Api, type_: Type, name: str) -> bool:
    """One of the alternatives of a type has a member of that name, or might have."""
    return any(
        name in api.members(member.name) if member.name in api.classes else member.kind == "any" or _is_foreign(member)
        for member in type_.members
    )


def lost_fields(old: Api, new: Api, before: Type | None, after: Type | None) -> Iterator[str]:
    """`owner.field` for the fields of the old type's classes that no class of the new type has."""
    if before is None or after is None:
        return
    left, right = old.expand(before), new.expand(after)
    for member in left.members:
        if member.name in old.classes:
            for owner in old.lineage(member.name):
                yield from (
                    f"{owner.name}.{name}"
                    for name in owner.members
                    if not name.startswith("_") and not has_member(new, right, name)
                )


def _expand(api: Api, type_: Type | None) -> Type | None:
    return None if type_ is None else api.expand(type_)


def _is_foreign(member: Type) -> bool:
    """A class of another package, whose members are not known."""
    return member.kind == "unknown" and "." in member.name


def _is_iterable(api: Api, type_: Type) -> bool:
    for member in type_.members:
        if member.kind in _ITERABLE or member.name.rpartition(".")[2] in _ITERATORS:
            return True
        if member.name in api.classes and {"__iter__", "__aiter__"} & api.members(member.name).keys():
            return True
    return False
