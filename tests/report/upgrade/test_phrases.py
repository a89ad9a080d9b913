"""Sentences about an upgrade."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from conformance.report.to_html import to_html
from conformance.report.upgrade import phrases
from tests.report.upgrade_reports import DOCUMENTED, EVERY_KIND, HEADER, NOTHING


def test_a_change_of_documentation_affects_no_code() -> None:
    report = replace(EVERY_KIND, changes=(DOCUMENTED, HEADER))
    assert phrases.affected(report) == "None of 2 changes affects your code"


@pytest.mark.parametrize(
    ("made", "called_for", "sentence"),
    [
        ("patch", "major", "This is a patch release; the changes call for a major one."),
        ("minor", "minor", "This is a minor release, as the changes call for."),
        ("major", "none", "This is a major release; nothing changed that calls for a new one."),
        ("none", "none", "The version is the same; nothing changed that calls for a new one."),
        ("none", "minor", "The version is the same; the changes call for a minor release."),
        ("unknown", "major", "The step between the two versions is unknown; the changes call for a major release."),
        ("patch", "unknown", "This is a patch release."),
    ],
)
def test_the_version_step_is_compared_with_the_one_called_for(made: str, called_for: str, sentence: str) -> None:
    assert phrases.version_step(replace(EVERY_KIND, bump=made, called_for=called_for)) == sentence  # type: ignore[arg-type]


def test_a_report_without_runs_states_it() -> None:
    report = replace(NOTHING, tiers=("surface", "files"))
    assert "Not compared: wire, behaviour, packaging, documentation." in phrases.limits(report)
    assert any("Neither release was run" in text for text in phrases.limits(report))
    assert "Neither release was run" in unescape(to_html(report))
