"""The cells of a matrix: which releases were named, and which runs they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import UsageError
from conformance.report.matrix.matrix import Cell
from conformance.targets.environment_builder import EnvironmentBuilder

WITH_SERVER: Final = ("spec", "live")  # jobs about pairs of an SDK and a server
MOST_CELLS: Final = 2_000
_RANGE: Final = re.compile(r"^\s*([^\s.<>=!~,][^\s<>=!~,]*?)\s*\.\.\s*([^\s<>=!~,]+)\s*$")
_OLDEST: Final = "0"

Releases = Callable[[SpecifierSet], Sequence[str]]


def published_releases(builder: EnvironmentBuilder) -> Releases:
    """A function that gives the published releases within a specifier, oldest first, without pre-releases."""

    def within(wanted: SpecifierSet) -> Sequence[str]:
        bounds = {clause.operator: clause.version for clause in wanted}
        low = bounds.get(">=") or bounds.get(">") or _OLDEST
        newest = builder.release(wanted)
        between = builder.releases_between(low, newest)
        candidates = dict.fromkeys([*([low] if ">=" in bounds else []), *between, newest])
        return [release for release in candidates if release in wanted]

    return within


def named_releases(option: str, given: Sequence[str], releases: Releases) -> tuple[str, ...]:
    """The releases that `given` names, oldest first: `2.0.7`, `2.0.5..2.1.2` or `>=2.0,<2.1`.

    Of a range with two numbers, such as `1.19..1.23`, the newest release of each is taken. Raises UsageError.
    """
    found: dict[str, None] = {}
    for text in (part for item in given for part in ([item] if ">" in item or "<" in item else item.split(","))):
        found.update(dict.fromkeys(_named(option, text.strip(), releases)))
    return tuple(sorted(found, key=Version))


def _named(option: str, text: str, releases: Releases) -> Sequence[str]:
    span = _RANGE.match(text)
    try:
        if span is not None:
            return list(_within(Version(span[1]), Version(span[2]), releases))
        if not text or text[0].isdigit():  # nothing would be a specifier that every release fits
            return [str(Version(text))]
        return releases(SpecifierSet(text))
    except (InvalidVersion, InvalidSpecifier):
        raise UsageError(
            f"{option} {text!r}: this names no releases.\n"
            "  Write a release (2.0.7), a range (2.0.5..2.1.2, or 1.19..1.23 for the newest of each) or a specifier "
            "('>=2.0')."
        ) from None


def _within(low: Version, high: Version, releases: Releases) -> Iterator[str]:
    depth = len(low.release)
    if depth != len(high.release) or low > high:
        raise InvalidVersion
    if depth > 2:  # major, minor, patch
        yield from releases(SpecifierSet(f">={low},<={high}"))
        return
    newest: dict[tuple[int, ...], str] = {}
    for release in releases(SpecifierSet(f">={low},<{_after(high)}")):
        newest[Version(release).release[:depth]] = release
    yield from newest.values()


def _after(version: Version) -> str:
    """The first number after those that begin with a version: `1.24` after `1.23`."""
    *first, last = version.release
    return ".".join(map(str, (*first, last + 1)))


def plan_cells(jobs: Sequence[str], sdks: Sequence[str], servers: Sequence[str]) -> tuple[Cell, ...]:
    """The cells: a check for each SDK, a live run for each pair with a server, an upgrade for each two neighbours.

    The job `spec` compares each SDK with the document of each server. Raises UsageError.
    """
    for job in WITH_SERVER:
        if job in jobs and not servers:
            raise UsageError(f"matrix --job {job}: no server was named.\n  Add --server, such as --server 1.19..1.23.")
    if "upgrade" in jobs and len(sdks) < 2:  # two sides
        raise UsageError(
            "matrix --job upgrade: an upgrade needs two releases.\n  Add --sdk, such as --sdk 2.0.5..2.1.2."
        )
    cells = [Cell(job="check", sdk=sdk) for sdk in sdks if "check" in jobs]
    for job in WITH_SERVER:
        cells += [Cell(job=job, sdk=sdk, server=server) for sdk in sdks for server in servers if job in jobs]
    cells += [Cell(job="upgrade", sdk=old, new=new) for old, new in pairwise(sdks) if "upgrade" in jobs]
    if len(cells) > MOST_CELLS:
        raise UsageError(f"matrix: {len(cells)} cells are more than {MOST_CELLS}.\n  Name fewer releases or jobs.")
    return tuple(cells)
