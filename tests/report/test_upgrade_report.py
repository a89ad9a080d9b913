"""The verdict of an upgrade, in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.change import Bump
from tests.report.upgrade_reports import EVERY_KIND, HEADER, NOTHING, REQUIRED


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
