"""Which versions a specifier allows, compared with another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

Relation = Literal["same", "narrower", "wider", "other"]

_READING_ORDER = ("===", "==", "~=", ">=", ">", "!=", "<", "<=")
_OLDEST, _NEWEST = 6, 40  # minor versions of Python 3 that are compared


def relation(old: SpecifierSet, new: SpecifierSet) -> Relation:
    """How the new specifier compares to the old one. "other": it allows some more versions, and some no longer."""
    lost, gained = _differences(old, new)
    if lost and gained:
        return "other"
    return "narrower" if lost else "wider" if gained else "same"


def overlap(old: SpecifierSet, new: SpecifierSet) -> bool:
    """Whether some version is allowed by both."""
    return any(_allows(old, point) and _allows(new, point) for point in _points(old, new))


def render_specifier(specifier: SpecifierSet) -> str:
    """The specifier with the lower bound first, such as `>=1.2,<2`; "any version" if it is empty."""
    parts = sorted(specifier, key=lambda one: (_READING_ORDER.index(one.operator), one.version))
    return ",".join(map(str, parts)) or "any version"


def render_pythons(permitted: SpecifierSet, other: SpecifierSet) -> str:
    """The minor versions of Python that one allows and the other does not, as text; "" for none."""
    minors = [minor for minor in range(_OLDEST, _NEWEST) if _has(permitted, minor) and not _has(other, minor)]
    if not minors:
        return ""
    first, last = minors[0], minors[-1]
    if last == _NEWEST - 1:
        return f"Python 3.{first} and newer"
    if first == _OLDEST:
        return f"Python 3.{last} and older"
    return f"Python 3.{first}" if first == last else f"Python 3.{first} to 3.{last}"


def _has(specifier: SpecifierSet, minor: int) -> bool:
    return any(_allows(specifier, Version(f"3.{minor}.{patch}")) for patch in (0, 99))


def _allows(specifier: SpecifierSet, version: Version) -> bool:
    return specifier.contains(version, prereleases=True)


def _differences(old: SpecifierSet, new: SpecifierSet) -> tuple[bool, bool]:
    if old == new:
        return False, False
    if any(one.operator == "===" for one in (*old, *new)):  # compares strings, which have no order
        return True, True
    points = [(_allows(old, point), _allows(new, point)) for point in _points(old, new)]
    return (True, False) in points, (False, True) in points


def _points(*specifiers: SpecifierSet) -> set[Version]:
    """The bounds of the specifiers, and a version right above each bound. No other versions need a test."""
    found = {Version("0")}
    for one in (one for specifier in specifiers for one in specifier):
        with suppress(InvalidVersion):
            found.update(_bounds(one))
    bases = {Version(point.base_version) for point in found}
    return found | bases | {Version(f"{base}.0.0.0.1") for base in bases}


def _bounds(one: Specifier) -> Iterator[Version]:
    version = Version(one.version.removesuffix(".*"))
    yield version
    length = len(version.release) - (one.operator == "~=")
    if one.operator == "~=" or one.version.endswith(".*"):  # also the first version with another prefix
        *start, last = version.release[:length]
        yield Version(f"{version.epoch}!{'.'.join(map(str, [*start, last + 1]))}")
