"""A change that several scenarios show in the same way is one fact; others are one for each scenario."""

from __future__ import annotations

from conformance.checks.helper_views import facts_by_change
from conformance.scenarios.load import ScenarioStep
from conformance.scenarios.outcome import Outcome
from conformance.scenarios.run import HelperRun


def run_of(group: str, approved: str, actual: str) -> HelperRun:
    step = ScenarioStep(group=group, case="", subject="helpers.export", code="result = 1")
    return HelperRun(step=step, outcome=Outcome(result=actual), approved=(f"result: {approved}",))


def test_the_same_change_in_three_scenarios_is_one_fact_that_names_them() -> None:
    texts = {"a": "GET /api/a/1, Token x", "b": "POST /api/b/22, Token x", "c": "GET /api/c, Token x"}
    runs = [run_of(name, text, text.replace("Token", "Bearer")) for name, text in texts.items()]
    [fact] = facts_by_change(runs)
    assert fact.part == "shared.Token → Bearer"
    assert "The same in b, c." in fact.message


def test_changes_that_differ_in_a_number_are_the_same() -> None:
    runs = [run_of(f"status {status}", f"status_code: {status}, body: x", "body: x") for status in (400, 404, 500)]
    assert [fact.part for fact in facts_by_change(runs)] == ["shared.status_code: 0, body → body"]


def test_changes_that_differ_are_a_fact_for_each_scenario() -> None:
    runs = [run_of("a", "1 item", "2 items"), run_of("b", "one", "two"), run_of("c", "x", "")]
    assert [fact.part for fact in facts_by_change(runs)] == [f"helpers.export.{name}" for name in "abc"]
