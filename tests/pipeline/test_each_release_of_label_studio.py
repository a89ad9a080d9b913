"""On real releases, the release that introduced a change is the one in which the neighbouring pair shows it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from conformance.pipeline import observations
from conformance.pipeline.comparison import compare_releases, find_changes, plan_comparison
from conformance.pipeline.each_release import SEVERE
from conformance.pipeline.releases import both_releases
from conformance.pipeline.upgrade import upgrade
from conformance.progress import PlainConsole
from conformance.settings import UpgradeSettings

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("upgrade")]

RELEASES = ("1.0.5", "1.0.7", "1.0.8")  # small ones, whose changes came with both


def test_each_change_is_attributed_as_the_neighbouring_pairs_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    report = upgrade(UpgradeSettings(old=RELEASES[0], new=RELEASES[-1], each=True), PlainConsole())
    found = {change.id: change.arrived for change in report.changes if change.impact in SEVERE}
    assert report.walked == RELEASES[1:-1]
    monkeypatch.setattr(observations, "CACHED_ORIGINS", frozenset())  # the pairs are run, whatever the cache holds
    shown = {new: changes_between(old, new) for old, new in pairwise(RELEASES)}
    others = {change: release for change, release in found.items() if change not in shown[release]}
    assert others == {}
    assert len(set(found.values())) > 1


def changes_between(old: str, new: str) -> set[str]:
    """The ids of the breaking and risky changes between two releases."""
    console = PlainConsole()
    plan = plan_comparison(UpgradeSettings(old=old, new=new))
    with both_releases(old, new, plan.target, console.print_line) as sides:
        found = find_changes(compare_releases(*sides, plan, console).pair, plan.tiers)
    return {change.id for change in found if change.impact in SEVERE}
