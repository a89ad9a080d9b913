"""Release notes of an upgrade: what a caller may notice, once, in the words of the report."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from conformance.change import Impact
from conformance.report.markdown import prose
from conformance.report.upgrade.changelog import to_changelog
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import visible
from tests.report.upgrade_reports import EVERY_KIND, NOTHING, REQUIRED
from tests.report.upgrade_strategies import upgrade_reports


def test_breaking_changes_come_first_with_their_migration_and_additions_follow() -> None:
    text = to_changelog(EVERY_KIND)
    assert text.startswith(f"## {EVERY_KIND.new}\n\n### Breaking\n\n- ")
    assert prose(REQUIRED.migration) in text
    assert text.index("### Breaking") < text.index("### Added") < text.index("### Changed")


def test_equal_changes_are_one_entry_that_names_the_others() -> None:
    alike = tuple(replace(REQUIRED, subject=f"projects.p{number}") for number in range(3))
    text = to_changelog(replace(EVERY_KIND, changes=alike))
    assert text.count("\n- ") == 1
    assert "`projects.p2.api_token_ttl_days`" in text


def test_what_works_again_is_fixed_and_private_code_is_not_mentioned() -> None:
    change = replace(REQUIRED, impact=Impact.COMPATIBLE, migration="", before="", after="")
    fixed = replace(change, rule="import_fixed", message="It can be imported.")
    private = replace(change, rule="private_code_changed", message="Private code.")
    text = to_changelog(replace(EVERY_KIND, changes=(fixed, private)))
    assert text == f"## {EVERY_KIND.new}\n\n### Fixed\n\n- It can be imported.\n"


def test_a_release_without_changes_says_so() -> None:
    assert "Nothing changed" in to_changelog(NOTHING)


@given(report=upgrade_reports())
def test_every_breaking_change_has_an_entry_and_no_text_is_hidden(report: UpgradeReport) -> None:
    text = to_changelog(report)
    assert visible(text) == text
    assert ("### Breaking" in text) == bool(report.of(Impact.BREAKING))
