"""Walking: in which release between two each break arrived. By bisection: not every release has to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from packaging.version import InvalidVersion, Version

from conformance.errors import UsageError
from conformance.releases import Release


def insist_on_releases(*sides: Release) -> None:
    """Raise UsageError for a side between which and another one there are no releases."""
    for side in sides:
        try:
            Version(side.version)
        except InvalidVersion:
            raise UsageError(
                f"--each: {side.label} has no version to walk from or to.\n"
                "  Name two releases: conformance upgrade --from 2.0.5 --to latest --each"
            ) from None


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
