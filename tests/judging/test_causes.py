"""The place of a fault is found from tracebacks, classes and source, whatever operations are judged."""

from __future__ import annotations

from typing import Any

from conformance.finding import Finding, merged
from conformance.occurrence import CORE
from tests.checks.alter_sdk import wrap
from tests.vocabulary import acme_engine, judge

CRASH = "unexpected_error_body_crashes"


def crash_in_client(sdk: Any) -> None:
    def trusting(original: Any, response: Any) -> None:
        response.json()
        original(response)

    wrap(sdk.core.http, "raise_for_status", trusting)


def found_in(*paths: str, alter: Any) -> list[Finding]:
    engine = acme_engine(alter)
    return list(merged(finding for path in paths for finding in judge(engine, path).findings))


def test_a_crash_in_a_shared_function_is_one_finding_of_all_operations() -> None:
    found = found_in("projects.get", "tasks.get", alter=crash_in_client)
    crashes = [finding for finding in found if finding.check == CRASH]
    assert {finding.operation for finding in crashes} == {CORE}
    assert all(finding.operations == ("projects.get", "tasks.get") for finding in crashes)
    assert all(occurrence.clients == ("sync", "async") for finding in crashes for occurrence in finding.occurrences)


def test_an_id_does_not_depend_on_the_operations_that_are_selected() -> None:
    alone = {finding.id for finding in found_in("tasks.get", alter=crash_in_client)}
    both = found_in("projects.get", "tasks.get", alter=crash_in_client)
    assert alone == {finding.id for finding in both if "tasks.get" in finding.operations}


def test_ids_have_no_line_numbers_and_findings_have_the_line() -> None:
    (finding, *_) = (finding for finding in found_in("tasks.get", alter=crash_in_client) if finding.check == CRASH)
    assert finding.source is not None
    assert finding.source.file.endswith(".py")
    assert str(finding.source.line) not in finding.id
    assert all(occurrence.source is not None for occurrence in finding.occurrences)
