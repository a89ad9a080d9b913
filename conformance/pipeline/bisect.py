"""In which release between two each break arrived. A binary search: not every release has to be compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from packaging.version import InvalidVersion, Version

from conformance.change import Change, Impact
from conformance.errors import UsageError
from conformance.pipeline.comparison import ComparisonPlan, compare_releases, find_changes
from conformance.pipeline.console import Console
from conformance.pipeline.releases import Release, prepare_release
from conformance.targets.environment import releases_between


def bisect(
    changes: Sequence[Change], plan: ComparisonPlan, old: Release, new: Release, console: Console
) -> tuple[list[Change], list[str]]:
    """The changes with the release in which each breaking or risky one arrived, and the releases that were compared.

    Raises UsageError: a side is not a release, or the old one is not the older.
    """
    _require_releases(old, new)
    between = releases_between(old.version, new.version, plan.target, console.print_line)
    compared: list[str] = []

    def changes_in(name: str) -> set[str]:
        compared.append(name)
        console.print_line(f"comparing with {name}, one of {len(between)} releases in between")
        release = prepare_release(name, plan.target, console.print_line, compared_to=old.label)
        try:
            pair = compare_releases(old, release, plan, console).pair
            return {change.id for change in find_changes(pair, plan.tiers)}
        finally:
            release.close()

    severe = [change.id for change in changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    arrived = find_arrivals(severe, [*between, new.version], changes_in)
    return [replace(change, arrived=arrived.get(change.id, "")) for change in changes], sorted(compared, key=Version)


def _require_releases(old: Release, new: Release) -> None:
    example = "Name an older and a newer release: conformance upgrade --from 2.0.5 --to latest --each"
    for release in (old, new):
        try:
            Version(release.version)
        except InvalidVersion:
            raise UsageError(f"--each: {release.label} has no version to start or end with.\n  {example}") from None
    if not Version(old.version) < Version(new.version):
        raise UsageError(f"--each: {old.version} is not older than {new.version}.\n  {example}")


def find_arrivals(
    wanted: Collection[str], releases: Sequence[str], changes_in: Callable[[str], Collection[str]]
) -> dict[str, str]:
    """For each id, the first of the releases (oldest first) that has it; the last one has all of them.

    `changes_in` gives the ids that one release has. A change that came, went and came again is found once.
    """
    found: dict[str, str] = {}

    def search(first: int, last: int, ids: frozenset[str]) -> None:
        if not ids:
            return
        if first == last:
            found.update(dict.fromkeys(ids, releases[first]))
            return
        middle = (first + last) // 2
        arrived = ids & frozenset(changes_in(releases[middle]))
        search(first, middle, arrived)
        search(middle + 1, last, ids - arrived)

    search(0, len(releases) - 1, frozenset(wanted))
    return found
