"""The requirements and entry points of a distribution, read from its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as UnreadableIni
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from packaging.metadata import parse_email
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from conformance.targets.contents import Contents
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rules.packaging.facts.specifiers import relation, render_specifier

LICENCE_FIELDS: Final = frozenset({"License", "License-Expression"})
Kind = Literal["added", "removed", "tightened", "loosened", "changed", "same"]

_EXTRAS = re.compile(r'\(?extra == "[^"]+"(?: or extra == "[^"]+")*\)?')
_LICENCE = re.compile(r"^licenses/|(^|/)(LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)
_PARSED_FIELDS = frozenset({"requires_dist", "requires_python", "provides_extra", "dynamic"})
_PLURALS = {"classifiers": "Classifier", "project_urls": "Project-URL", "license_files": "License-File"}


@dataclass(frozen=True, slots=True)
class Need:
    """The requirement for a dependency: versions, its extras, or the URL that it comes from."""

    specifier: SpecifierSet
    extras: frozenset[str] = frozenset()
    url: str = ""

    def __str__(self) -> str:
        """As after the name in a requirement."""
        extras = f"[{','.join(sorted(self.extras))}] " if self.extras else ""
        return extras + (f"@ {self.url}" if self.url else render_specifier(self.specifier))


@dataclass(frozen=True, slots=True)
class Dependency:
    """A dependency of the distribution or of one of its extras. `needs` are by marker, "" for always."""

    name: str
    extra: str
    needs: Mapping[str, Need]

    def __str__(self) -> str:
        """As a requirement; several are separated by " | "."""
        return " | ".join(
            f"{self.name} {need}" + (f" ; {marker}" if marker else "") for marker, need in sorted(self.needs.items())
        )

    @property
    def owner(self) -> str:
        """Its owner, as the subject of a change: `(package)`, or `(package)[aiohttp]` for an extra."""
        return f"(package)[{self.extra}]" if self.extra else "(package)"


@dataclass(frozen=True, slots=True)
class Distribution:
    """The metadata of a distribution. Names are normalised; `fields` are the other fields of METADATA, as text.

    `entry_points` are by name, with the group if it is not `console_scripts`; None if they are unknown.
    """

    name: str
    requires_python: SpecifierSet
    extras: frozenset[str]
    dependencies: Mapping[tuple[str, str], Dependency]  # by extra and name
    fields: Mapping[str, str] = field(default_factory=dict)
    entry_points: Mapping[str, str] | None = None

    def dependencies_of(self, extra: str) -> tuple[Dependency, ...]:
        """The dependencies of an extra."""
        return tuple(dependency for (owner, _), dependency in sorted(self.dependencies.items()) if owner == extra)


def distributions(pair: ReleasePair) -> tuple[Distribution, Distribution] | None:
    """Both distributions; None if one of them has no metadata."""
    old, new = read_distribution(pair.old.contents), read_distribution(pair.new.contents)
    return None if old is None or new is None else (old, new)


def read_distribution(contents: Contents) -> Distribution | None:
    """The metadata of a distribution; None if it has none."""
    if not contents.metadata:
        return None
    about = contents.dist_info
    points = contents.files.get(f"{about}/entry_points.txt", b"") if about else None
    return _read(contents.metadata, points)


def entry_points(pair: ReleasePair) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The entry points of both distributions; none if those of one of them are unknown."""
    both = distributions(pair)
    if both is None or both[0].entry_points is None or both[1].entry_points is None:
        return {}, {}
    return both[0].entry_points, both[1].entry_points


def dist_info_files(pair: ReleasePair, name: str) -> tuple[str, ...]:
    """The paths of a file of `.dist-info` in both wheels, if they have it."""
    both = (pair.old.contents, pair.new.contents)
    named = ((side, f"{side.dist_info}/{name}") for side in both)
    return tuple(dict.fromkeys(file for side, file in named if file in side.files))


def changed_dist_info(pair: ReleasePair) -> Iterator[tuple[str, bytes | None, bytes | None]]:
    """The files of `.dist-info` that differ: name, old content, new content; None for a file that is missing.

    Nothing if one side has no such folder.
    """
    distributions = (pair.old.contents, pair.new.contents)
    if not all(side.dist_info for side in distributions):
        return
    old, new = (
        {name.partition("/")[2]: text for name, text in side.files.items() if name.startswith(f"{side.dist_info}/")}
        for side in distributions
    )
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def changed_licences(pair: ReleasePair) -> dict[str, tuple[bytes | None, bytes | None]]:
    """The licence files that differ, by name, except those that were only moved or renamed."""
    found = {name: (old, new) for name, old, new in changed_dist_info(pair) if _LICENCE.search(name)}
    before, after = {old for old, _ in found.values()}, {new for _, new in found.values()}
    return {
        name: (old, new)
        for name, (old, new) in found.items()
        if (old is not None and old not in after) or (new is not None and new not in before)
    }


def dependencies(pair: ReleasePair, kind: Kind) -> Iterator[tuple[Dependency, Dependency]]:
    """The dependencies that changed in this way, on both sides; a missing one has no needs.

    Extras are compared only if both sides have them.
    """
    both = distributions(pair)
    if both is None:
        return
    old, new = both
    extras = {"", *(old.extras & new.extras)}
    for extra, name in sorted(old.dependencies.keys() | new.dependencies.keys()):
        absent = Dependency(name, extra, {})
        before, after = old.dependencies.get((extra, name), absent), new.dependencies.get((extra, name), absent)
        if extra in extras and dependency_change(before, after) == kind:
            yield before, after


def dependency_change(old: Dependency, new: Dependency) -> Kind:
    """How a dependency changed."""
    if not old.needs or not new.needs:
        return "removed" if old.needs else "added"
    if old.needs.keys() != new.needs.keys():
        return "changed"
    relations = {_relation(need, new.needs[marker]) for marker, need in old.needs.items()} - {"same"}
    if not relations:
        return "same"
    if relations == {"narrower"}:
        return "tightened"
    return "loosened" if relations == {"wider"} else "changed"


def _relation(old: Need, new: Need) -> str:
    if (old.extras, old.url) != (new.extras, new.url):
        return "other"
    return relation(old.specifier, new.specifier)


@lru_cache(maxsize=8)
def _read(metadata: str, entry_points: bytes | None) -> Distribution:
    raw, rest = parse_email(metadata)
    needs: dict[tuple[str, str], dict[str, Need]] = {}
    unreadable = []
    for text in raw.get("requires_dist", []):
        try:
            _add(needs, Requirement(text))
        except InvalidRequirement:
            unreadable.append(text)
    fields = {_header(name): _text(value) for name, value in {**raw, **rest}.items() if name not in _PARSED_FIELDS}
    if unreadable:
        fields["Requires-Dist"] = "\n".join(sorted(unreadable))
    extras = {canonicalize_name(extra) for extra in raw.get("provides_extra", [])} | {extra for extra, _ in needs}
    return Distribution(
        name=raw.get("name", ""),
        requires_python=_specifier(raw.get("requires_python", ""), fields),
        extras=frozenset(extras - {""}),
        dependencies={(extra, name): Dependency(name, extra, by_marker) for (extra, name), by_marker in needs.items()},
        fields=fields,
        entry_points=None if entry_points is None else dict(_entry_points(entry_points)),
    )


def _add(needs: dict[tuple[str, str], dict[str, Need]], requirement: Requirement) -> None:
    name = canonicalize_name(requirement.name)
    extras = frozenset(canonicalize_name(extra) for extra in requirement.extras)
    for owner, condition in _conditions(str(requirement.marker or "")):
        here = needs.setdefault((owner, name), {})
        already = here.get(condition, Need(SpecifierSet()))
        here[condition] = Need(
            already.specifier & requirement.specifier, already.extras | extras, requirement.url or already.url
        )


def _conditions(marker: str) -> Iterator[tuple[str, str]]:
    """The extras that a marker names, each with the rest of its condition."""
    found = _EXTRAS.search(marker)
    if found is None:
        yield "", marker
        return
    rest = f"{marker[: found.start()].removesuffix(' and ')}\n{marker[found.end() :].removeprefix(' and ')}".strip("\n")
    rest = rest.replace("\n", " and ")
    simple = "extra" not in rest and rest.count("(") == rest.count(")") and not re.search(r"^ or | or $", rest)
    for extra in re.findall(r'extra == "([^"]+)"', marker):
        yield canonicalize_name(extra), rest if simple else marker


def _specifier(text: str, fields: dict[str, str]) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        fields["Requires-Python"] = text
        return SpecifierSet()


def _entry_points(data: bytes) -> Iterator[tuple[str, str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names are case-sensitive
    try:
        parser.read_string(data.decode("utf-8", errors="replace"))
    except UnreadableIni:
        return
    for group in parser.sections():
        for name, value in parser.items(group):
            yield name if group == "console_scripts" else f"{group}: {name}", "".join(value.split())


def _header(name: str) -> str:
    return _PLURALS.get(name, "-".join(part.capitalize() for part in re.split("[_-]", name)))


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(sorted(f"{name}, {text}" for name, text in value.items()))
    return "\n".join(sorted(value)) if isinstance(value, list) else str(value)
