"""The verdict of an upgrade, in one sentence; what fails it; and which changes come first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.change import Bump, Change, FileRow, Impact, Level, Tier
from conformance.report.upgrade_report import UpgradeReport, Usage
from tests.report.upgrade_reports import (
    ADDED,
    ATTEMPTS,
    DOCUMENTED,
    EVERY_KIND,
    FIELD,
    HEADER,
    NOTHING,
    REQUIRED,
    WIDENED,
)


@pytest.mark.parametrize(
    ("made", "called_for", "forbidden"),
    [
        ("patch", "major", True),
        ("minor", "major", True),
        ("patch", "minor", True),  # a break under 0.x
        ("minor", "minor", False),
        ("major", "major", False),
        ("none", "major", False),
        ("unknown", "major", False),
    ],
)
def test_the_verdict_names_changes_that_the_size_of_the_release_forbids(
    made: Bump, called_for: Bump, forbidden: bool
) -> None:
    verdict = replace(EVERY_KIND, bump=made, called_for=called_for).verdict
    assert verdict.endswith(f"not allowed in a {made} release") is forbidden


@pytest.mark.parametrize(
    ("tiers", "part"),
    [
        (("files",), "2.0.7 is compatible with 2.0.5, as far as the files tier shows: 0 breaking, 1 risky, 0 added"),
        (("files", "surface"), "as far as the files and surface tiers show: 0 breaking"),
        (("files", "surface", "wire"), "as far as the files, surface and wire tiers show: 0 breaking"),
    ],
)
def test_the_verdict_of_some_tiers_names_them(tiers: tuple[str, ...], part: str) -> None:
    assert part in replace(EVERY_KIND, changes=(HEADER,), tiers=tiers).verdict
    assert (
        part.partition(":")[0].rpartition(", as")[2]
        in replace(EVERY_KIND, changes=(HEADER, REQUIRED), tiers=tiers).verdict
    )
    same = replace(NOTHING, tiers=tiers)
    assert same.verdict.startswith("2.0.5 is the same as 2.0.5, as far as the ")
    assert not same.whole


@pytest.mark.parametrize("tiers", [EVERY_KIND.tiers, ("files",)])
def test_releases_with_a_file_that_no_change_explains_are_never_called_the_same(tiers: tuple[str, ...]) -> None:
    changed = FileRow(path="acme/data.bin", added=1, removed=1, state="changed")
    renamed = FileRow(path="acme-{1.0 → 1.1}.dist-info/WHEEL", added=0, removed=0, state="same")
    assert "is the same as" in replace(NOTHING, tiers=tiers, rows=(renamed,)).verdict
    verdict = replace(NOTHING, tiers=tiers, rows=(changed, renamed)).verdict
    assert "the same as" not in verdict
    assert verdict.startswith("2.0.5 differs from 2.0.5")
    assert verdict.endswith(": no change explains 1 changed file")


def touched(*changes: Change) -> UpgradeReport:
    """A report of a run with `--fail-on touched`."""
    return replace(EVERY_KIND, changes=changes, fail_on="touched", usage=Usage(("src",), files=1, uses=1))


def test_changes_that_do_not_affect_the_users_code_do_not_fail_a_run_on_touched() -> None:
    report = touched(*(replace(change, hits=()) for change in (REQUIRED, FIELD, *ATTEMPTS, HEADER)))
    assert not report.fails
    assert replace(report, fail_on="breaking").fails
    assert replace(report, interrupted=True).fails


@pytest.mark.parametrize("impact", list(Impact))
def test_a_change_that_affects_the_users_code_fails_a_run_on_touched_unless_it_is_harmless(impact: Impact) -> None:
    severe = impact in {Impact.BREAKING, Impact.RISKY}
    assert touched(replace(REQUIRED, impact=impact)).fails is severe


def test_a_new_type_error_in_the_users_code_fails_a_run_on_touched() -> None:
    assert EVERY_KIND.usage is not None
    report = replace(touched(), usage=replace(EVERY_KIND.usage, solved=()))
    assert report.fails
    assert not replace(report, fail_on="any").fails


def test_requests_that_are_repeated_come_first_among_changes_of_the_same_impact() -> None:
    retries = replace(ATTEMPTS[0], witness=None)  # not even confirmed
    member = replace(HEADER, rule="enum_member_added", tier=Tier.SURFACE, witness=ATTEMPTS[0].witness)
    typed = replace(FIELD, impact=Impact.RISKY)
    ordered = sorted((typed, HEADER, member, retries, REQUIRED), key=lambda change: change.order)
    assert ordered == [REQUIRED, retries, member, HEADER, typed]


def test_what_a_running_program_notices_comes_before_what_only_a_type_checker_does() -> None:
    found = sorted((FIELD, WIDENED, *ADDED, DOCUMENTED, *ATTEMPTS, REQUIRED), key=lambda change: change.order)
    for impact in Impact:
        levels = [list(Level).index(change.level) for change in found if change.impact is impact]
        assert levels == sorted(levels)
