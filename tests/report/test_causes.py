"""Findings of one place are one finding, and its known entry covers a set of operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.errors import TargetError
from conformance.finding import Blame, Coverage, Finding, Severity, Source, merged
from conformance.occurrence import CORE, Candidate, Occurrence, SourcePlace
from conformance.report.known import Comparison, Known, compare_with_known
from conformance.report.known_file import load_known
from conformance.report.operation_patterns import CoveredOperations, OperationPattern, alternatives
from conformance.report.shared_causes import with_shared_causes
from tests.strategies import TODAY

CHECK = "unexpected_error_body_crashes"
PLACE = SourcePlace(file="acme_sdk/core/http.py", line=7, function="call")


def shown_by(*occurrences: str | tuple[str, str], place: str = CORE) -> Finding:
    return Finding(
        check=CHECK,
        operation=place,
        part="core.http.call TypeError",
        message="TypeError",
        severity=Severity.MAJOR,
        blame=Blame.SDK,
        sources=(Source.SDK, Source.STANDARD),
        occurrences=tuple(
            Occurrence(operation=one) if isinstance(one, str) else Occurrence(operation=one[0], part=one[1])
            for one in occurrences
        ),
        source=PLACE,
    )


def entry(*patterns: str, but: Sequence[str] = ()) -> Known:
    covered = CoveredOperations(tuple(map(OperationPattern.read, patterns)), tuple(map(OperationPattern.read, but)))
    where = ("(core).core.http.call TypeError",)
    return Known(check=CHECK, where=where, reason="The client is shared.", file="known.toml", operations=covered)


def compared(finding: Finding, known: Known, *judged: str) -> Comparison:
    coverage = [
        Coverage(operation=path, twins=(), examples=0, exchanges=1, checks={CHECK: 1}, not_covered={})
        for path in judged
    ]
    return compare_with_known([finding], [known], coverage, sdk_version="2.0.7", today=TODAY)


def test_findings_with_one_id_are_one_finding_with_all_operations() -> None:
    (found,) = merged([shown_by("tasks.get"), shown_by("projects.get"), shown_by("tasks.get")])
    assert found.operations == ("projects.get", "tasks.get")


def test_an_operation_that_the_entry_does_not_cover_is_new() -> None:
    result = compared(shown_by("projects.get", "tasks.get"), entry("projects.*"))
    assert [(finding.known is None, finding.operations) for finding in result.findings] == [
        (False, ("projects.get",)),
        (True, ("tasks.get",)),
    ]


@pytest.mark.parametrize("part", ["302", "title"])
def test_another_status_or_field_of_a_covered_operation_is_new(part: str) -> None:
    result = compared(shown_by(("projects.get", "418"), ("projects.get", part)), entry("projects.get [418]"))
    (new,) = [finding for finding in result.findings if finding.known is None]
    assert [occurrence.part for occurrence in new.occurrences] == [part]


def test_a_covered_operation_that_does_not_show_it_is_stale() -> None:
    result = compared(shown_by("projects.get"), entry("projects.*"), "projects.get", "projects.list", "tasks.get")
    (stale,) = result.stale
    assert stale.operations == ("projects.list",)
    assert stale.name == f"{CHECK}: (core).core.http.call TypeError at projects.list"


def test_all_but_some_operations_can_be_covered() -> None:
    result = compared(shown_by("projects.get", "tasks.get"), entry("*", but=["tasks.*"]), "projects.get", "tasks.get")
    assert [finding.operations for finding in result.findings if finding.known is None] == [("tasks.get",)]
    assert not result.stale


def test_a_pattern_without_parts_covers_no_part() -> None:
    covered = entry("*").operations
    assert covered is not None
    assert covered.parts("projects.get") == {""}


def test_alternatives_stand_for_every_combination() -> None:
    assert alternatives("{a,b}.get.{x,y}") == ("a.get.x", "a.get.y", "b.get.x", "b.get.y")
    assert alternatives("(generated).path {encode(value)}") == ("(generated).path {encode(value)}",)


def test_a_list_reads_operations_and_refuses_another_form(tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    head = f'[[known]]\ncheck = "{CHECK}"\nwhere = ["(core).x"]\nreason = "It is shared."\n'
    file.write_text(head + 'operations = ["{tasks,views}.list", "users.get [404]"]\nall_but = ["views.*"]\n')
    (read,) = load_known(file, required=True, checks=[CHECK])
    assert read.operations is not None
    assert list(read.operations.expected(["tasks.list", "views.list", "users.get"])) == [
        ("tasks.list", ""),
        ("users.get", "404"),
    ]
    file.write_text(head + "operations = []\n")
    with pytest.raises(TargetError, match="`operations` is"):
        load_known(file, required=True, checks=[CHECK])


def own(path: str, part: str) -> Finding:
    candidate = Candidate(operation=CORE, part="core.http.send", occurrence=part, source=PLACE)
    finding = replace(shown_by(path, place=path), part=part)
    return replace(finding, candidate=candidate)


def coverage_of(number: int) -> list[Coverage]:
    return [
        Coverage(operation=f"op{n}", twins=(), examples=0, exchanges=1, checks={CHECK: 1}, not_covered={})
        for n in range(number)
    ]


def test_what_most_operations_show_has_one_cause_in_the_client() -> None:
    (found,) = with_shared_causes([own(f"op{n}", "503") for n in range(6)], coverage_of(8), ())
    assert (found.id, len(found.operations)) == (f"{CHECK}: (core).core.http.send", 6)
    assert found.source == PLACE


def test_what_few_operations_show_stays_at_each_of_them() -> None:
    found = with_shared_causes([own(f"op{n}", "503") for n in range(6)], coverage_of(20), ())
    assert [finding.operation for finding in found] == [f"op{n}" for n in range(6)]


def test_a_known_shared_cause_keeps_its_id_where_one_operation_is_selected() -> None:
    (found,) = with_shared_causes([own("op1", "503")], coverage_of(1), {f"{CHECK}: (core).core.http.send"})
    assert found.operation == CORE
