"""The tree of operations: its counts are those of the findings."""

from __future__ import annotations

from dataclasses import replace

from conformance.occurrence import Occurrence
from conformance.report.check.tree import operation_rows
from tests.report.check_reports import CONFORMING, finding


def test_a_finding_that_several_operations_show_counts_once_for_their_group() -> None:
    (coverage,) = CONFORMING.operations
    paths = ("tasks.get", "tasks.list")
    both = replace(finding(), occurrences=tuple(Occurrence(operation=path, part="id") for path in paths))
    one = replace(finding("other"), operation=paths[0], occurrences=())
    operations = tuple(replace(coverage, operation=path) for path in paths)
    rows = operation_rows(replace(CONFORMING, operations=operations, findings=(both, one)))
    assert {row.path: row.new for row in rows} == {"tasks": 2, "tasks.get": 2, "tasks.list": 1}
