"""Walking: in which release between two each break arrived. By bisection: not every release has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from packaging.version import InvalidVersion, Version

from conformance.change import Change, Impact
from conformance.errors import UsageError
from conformance.pipeline.comparison import ComparisonPlan, changes_of, compare_releases
from conformance.pipeline.console import Progress
from conformance.pipeline.releases import Release, release
from conformance.targets.environment import releases_between


def bisect(
    changes: Sequence[Change],
    asked: ComparisonPlan,
    old: Release,
    new: Release,
    progress: Progress,
    tell: Callable[[str], None],
) -> tuple[list[Change], list[str]]:
    """The changes with the release in which each breaking or risky one arrived, and the releases that were looked at.

    Raises UsageError: a side is no release, or the old one is not the older.
    """
    _insist_on_releases(old, new)
    between = releases_between(old.version, new.version, asked.target, tell)
    looked_at: list[str] = []

    def seen(name: str) -> set[str]:
        looked_at.append(name)
        tell(f"looking at {name}, one of {len(between)} releases in between")
        step = release(name, asked.target, tell, beside=old.label)
        try:
            return {change.id for change in changes_of(compare_releases(old, step, asked, progress).pair, asked.tiers)}
        finally:
            step.close()

    severe = [change.id for change in changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    found = arrivals(severe, [*between, new.version], seen)
    return [replace(change, arrived=found.get(change.id, "")) for change in changes], sorted(looked_at, key=Version)


def _insist_on_releases(old: Release, new: Release) -> None:
    example = "Name an older and a newer release: conformance upgrade --from 2.0.5 --to latest --each"
    for side in (old, new):
        try:
            Version(side.version)
        except InvalidVersion:
            raise UsageError(f"--each: {side.label} has no version to start or end with.\n  {example}") from None
    if not Version(old.version) < Version(new.version):
        raise UsageError(f"--each: {old.version} is not older than {new.version}.\n  {example}")


def arrivals(
    wanted: Collection[str], releases: Sequence[str], seen: Callable[[str], Collection[str]]
) -> dict[str, str]:
    """For each id, the first of the releases (oldest first) that shows it; the last one shows all of them.

    `seen` gives the ids that one release shows. A change that came, went and came again is found once.
    """
    found: dict[str, str] = {}

    def search(first: int, last: int, ids: frozenset[str]) -> None:
        if not ids:
            return
        if first == last:
            found.update(dict.fromkeys(ids, releases[first]))
            return
        middle = (first + last) // 2
        there = ids & frozenset(seen(releases[middle]))
        search(first, middle, there)
        search(middle + 1, last, ids - there)

    search(0, len(releases) - 1, frozenset(wanted))
    return found
