"""Lists of known findings are written and shortened, and what people wrote into them stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from conformance.errors import TargetError
from conformance.finding import Finding, Stale
from conformance.occurrence import Occurrence
from conformance.report.known_file import load_known
from conformance.report.known_writer import with_findings, without_stale
from conformance.report.report import Report
from tests.report.check_reports import finding
from tests.strategies import CHECK_IDS, reports

LIST = """# The list of this project.

# about escaping
[[known]]
check = "path_value_not_escaped"
where = [
  "prompts.get.id",   # the first
  "prompts.get.name", # the second
]
reason = "It was so."

# about arguments
[[known]]
check = "argument_not_sent"
where = ["prompts.list"]
reason = "It was so, too."

# about nulls: the last one
[[known]]
check = "null_refused"
where = ["version"]
reason = "[[known]] in a reason."
"""


def extended(findings: Sequence[Finding], text: str = "") -> tuple[str, int]:
    """The list with these findings."""
    return with_findings(text, findings, reason="Not ours.", expires=date(2027, 1, 31), file="known.toml")


def gone(*names: str) -> list[Stale]:
    """Known findings that did not occur."""
    return [Stale(finding=name, reason="", file="known.toml") for name in names]


@given(report=reports())
def test_a_list_that_was_written_is_read_with_every_finding_once(
    report: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    usable = [found for found in report.findings if not set("*?") & set(found.id) and found.id.strip() == found.id]
    usable = [found for found in usable if not any(0xD800 <= ord(character) < 0xE000 for character in found.id)]
    text, number = extended(usable)
    file = tmp_path_factory.getbasetemp() / "known.toml"
    file.write_text(text, encoding="utf-8", newline="")
    read = load_known(file, required=True, checks=CHECK_IDS)
    listed = [name for entry in read for name in entry.ids]
    assert sorted(listed) == sorted({found.id for found in usable})
    assert number == len(listed)
    assert all(entry.reason == "Not ours." and entry.expires == date(2027, 1, 31) for entry in read)


def test_findings_of_one_place_at_different_operations_are_one_entry() -> None:
    places = [(Occurrence(operation="prompts.get"),), (Occurrence(operation="prompts.list"),)]
    findings = [replace(finding("x"), operation="(core)", occurrences=found) for found in (*places, *places)]
    text, number = extended(findings)
    assert number == 1
    assert text.count("[[known]]") == 1
    assert text.count('"prompts.get"') == text.count('"prompts.list"') == 1


def test_a_list_is_extended_and_keeps_its_comments() -> None:
    text, number = extended([finding("id"), finding("other"), replace(finding("x"), check="null_refused")], LIST)
    assert number == 2
    assert text.startswith(LIST.rstrip())
    assert '"prompts.get.other"' in text
    assert extended([finding("other")], text) == (text, 0)


def test_what_no_longer_occurs_is_removed_and_every_other_comment_stays() -> None:
    text, removed = without_stale(
        LIST, gone("path_value_not_escaped: prompts.get.id", "argument_not_sent: prompts.list"), file="known.toml"
    )
    assert removed == ("path_value_not_escaped: prompts.get.id", "argument_not_sent: prompts.list")
    assert "prompts.get.id" not in text
    assert "argument" not in text
    for comment in ("# The list of this project.", "# about escaping", "# the second", "# about nulls: the last one"):
        assert comment in text


def test_a_list_without_anything_stale_stays_byte_for_byte() -> None:
    assert without_stale(LIST, gone("null_refused: other"), file="known.toml") == (LIST, ())


def test_a_list_whose_findings_are_all_gone_is_empty(tmp_path: Path) -> None:
    names = ["path_value_not_escaped: prompts.get.id", "path_value_not_escaped: prompts.get.name"]
    text, _ = without_stale(
        LIST, gone(*names, "argument_not_sent: prompts.list", "null_refused: version"), file="known.toml"
    )
    (tmp_path / "known.toml").write_text(text, encoding="utf-8")
    assert load_known(tmp_path / "known.toml", required=True, checks=CHECK_IDS) == ()


def test_a_list_that_is_no_toml_is_not_touched() -> None:
    with pytest.raises(TargetError, match=r"known\.toml: cannot be read as TOML"):
        extended([finding()], "[[known]\n")
