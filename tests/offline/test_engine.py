"""The engine gives the same for the same, tells what it did not do, and never takes its own failure for a pass."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.checks.check import Check, Fact, Facts
from conformance.finding import PACKAGE
from conformance.judging.fact_collector import FactCollector, finding_id
from conformance.judging.judgement import Judgement
from conformance.offline.engine import OfflineEngine
from tests.checks.alter_sdk import change_request, change_result, wrap
from tests.vocabulary import Alter, acme_contract, acme_engine, approved_contract, finding_ids, judge

METHOD_DIFFERS = next(check for check in CHECKS if check.id == "method_differs")


def loses_fractions(sdk: Any) -> None:
    change_result(sdk.core.encode, "jsonable", lambda value: int(value) if isinstance(value, float) else value)


def replaces(sdk: Any) -> None:
    change_request(sdk.projects.requests, "update", lambda _: {"method": "PUT"})


def miscounts_from_5001(sdk: Any) -> None:
    """No planned call has such a number: only drawn ones do."""

    def wrong(original: Any, value: Any) -> Any:
        planned = {2**31, 2**53 + 1}
        odd = isinstance(value, int) and value > 5000 and value not in planned
        return str(value + 1) if odd else original(value)

    wrap(sdk.core.encode, "encode_scalar", wrong)


def everything(engine: OfflineEngine, operations: list[str]) -> dict[str, Judgement]:
    return {operation: judge(engine, operation) for operation in operations}


# ---- determinism


@pytest.mark.parametrize("alter", [None, loses_fractions, miscounts_from_5001])
def test_the_same_seed_gives_the_same_findings_and_coverage(alter: Alter | None) -> None:
    operations = ["projects.update", "projects.get", PACKAGE]
    assert everything(acme_engine(alter), operations) == everything(acme_engine(alter), operations)


@pytest.mark.parametrize("alter", [None, loses_fractions])
def test_the_order_of_operations_makes_no_difference(alter: Alter | None) -> None:
    operations = [PACKAGE, *approved_contract().paths()]
    assert everything(acme_engine(alter), operations) == everything(acme_engine(alter), operations[::-1])


def test_an_operation_is_judged_the_same_a_second_time() -> None:
    engine = acme_engine(loses_fractions)
    assert judge(engine, "projects.update") == judge(engine, "projects.update")


def test_another_seed_draws_other_calls() -> None:
    def drawn(seed: int) -> set[str]:
        engine = acme_engine(examples=20, seed=seed)
        seen: set[str] = set()
        run = engine.runner.run

        def spy(requests: Any) -> Any:
            exchanges = run(requests)
            seen.update(repr(exchange.call.arguments) for exchange in exchanges if exchange.call.origin == "random")
            return exchanges

        engine.runner.run = spy  # type: ignore[method-assign]
        judge(engine, "projects.update")
        return seen

    assert drawn(1) == drawn(1) != drawn(2)


def test_what_one_operation_teaches_makes_no_difference_to_another() -> None:
    def described(sdk: Any) -> None:
        sdk.ConflictError.body_type = sdk.types.Problem

    def altered(sdk: Any) -> None:
        described(sdk)
        change_result(
            sdk.types.Problem, "model_construct", lambda problem: problem.model_copy(update={"detail": "other"})
        )

    expectation = acme_contract(described)
    operations = ["projects.create", "tasks.add"]
    forward = everything(acme_engine(altered, contract=expectation), operations)
    assert forward == everything(acme_engine(altered, contract=expectation), operations[::-1])


# ---- coverage


def test_a_check_that_cannot_apply_is_not_covered_with_its_reason() -> None:
    coverage = judge(acme_engine(), "projects.get").coverage
    assert coverage.not_covered["pager_items_differ"] == "needs a pager"
    assert coverage.not_covered["file_damaged"] == "needs a file argument"
    assert "pager_items_differ" not in coverage.checks


def test_without_an_approved_contract_its_checks_say_that_there_is_none() -> None:
    engine = acme_engine(free=True)
    for operation in ("projects.get", PACKAGE):
        coverage = judge(engine, operation).coverage
        absent = {name for name, why in coverage.not_covered.items() if "no approved contract" in why}
        assert absent
        assert absent <= {check.id for check in CHECKS if check.needs == "an approved contract"}


def test_both_twins_are_covered_where_both_exist() -> None:
    def halved(sdk: Any) -> None:
        del sdk.tasks.client.AsyncTasksClient.get

    assert judge(acme_engine(), "tasks.get").coverage.twins == ("sync", "async")
    alone = judge(acme_engine(halved), "tasks.get").coverage
    assert alone.twins == ("sync",)
    assert alone.not_covered["async_request_differs"] == "needs both clients"


def test_exchanges_are_counted_one_by_one() -> None:
    engine, made = acme_engine(), []
    run = engine.runner.run

    def spy(requests: Any) -> Any:
        exchanges = run(requests)
        made.extend(exchanges)
        return exchanges

    engine.runner.run = spy  # type: ignore[method-assign]
    coverage = judge(engine, "tasks.add").coverage
    assert coverage.exchanges == len(made)
    assert {exchange.argument_style for exchange in made} == {"model", "dict"}
    assert {exchange.twin for exchange in made} == {"sync", "async"}
    assert coverage.checks["valid_call_refused"] <= coverage.exchanges


@pytest.mark.parametrize("examples", [1, 5, 20])
def test_as_many_calls_are_drawn_as_were_asked_for(examples: int) -> None:
    coverage = judge(acme_engine(examples=examples), "projects.update").coverage
    assert coverage.examples == examples


def test_shrinking_counts_as_examples() -> None:
    shrunk = judge(acme_engine(miscounts_from_5001, examples=20), "projects.get").coverage
    assert shrunk.examples > 20


def test_a_package_costs_no_exchange() -> None:
    coverage = judge(acme_engine(), PACKAGE).coverage
    assert (coverage.examples, coverage.exchanges) == (0, 0)


# ---- crashes


def fail() -> str:
    raise ZeroDivisionError("a mistake of ours")


def crashing(check: Check[Any]) -> Check[Any]:
    """The check, failing while it yields facts."""

    def judge(_: Any) -> Facts:
        yield Fact(message=fail())

    return replace(check, judge=judge)


def inapplicable(check: Check[Any]) -> Check[Any]:
    """The check, failing while it decides whether it applies."""

    def judge(_: Any) -> Facts | None:
        fail()
        return None

    return replace(check, judge=judge)


@pytest.mark.parametrize("broken", [crashing, inapplicable])
def test_a_check_that_crashes_is_a_crash_and_not_a_pass(broken: Any) -> None:
    collector = FactCollector("projects.get")
    assert collector.run([broken(METHOD_DIFFERS)], object()) == []
    assert collector.crash is not None
    assert collector.crash.startswith("method_differs: ZeroDivisionError: a mistake of ours")


def test_a_check_that_crashes_does_not_keep_others_from_judging() -> None:
    def judge(_: Any) -> Facts:
        yield Fact(message="found", part="part")

    other = replace(METHOD_DIFFERS, id="other", judge=judge)
    collector = FactCollector("projects.get")
    assert collector.run([crashing(METHOD_DIFFERS), other], object()) == ["other: projects.get.part"]
    assert collector.check_counts == {"method_differs": 1, "other": 1}


def test_the_first_crash_is_told_and_names_no_place_of_the_machine() -> None:
    collector = FactCollector("projects.get")
    collector.run([crashing(METHOD_DIFFERS), crashing(replace(METHOD_DIFFERS, id="other"))], object())
    assert collector.crash is not None
    assert collector.crash.startswith("method_differs: ")
    assert "/" not in collector.crash


def test_a_failure_of_the_engine_itself_is_a_crash_of_that_operation() -> None:
    found = acme_engine().judge_operation("no.such.operation")
    assert found.findings == ()
    assert found.coverage.checks == {}
    assert found.coverage.crash is not None
    assert found.coverage.crash.startswith("engine: ")


def test_a_model_that_cannot_be_written_is_a_finding_and_no_crash() -> None:
    def unwritable(_: Any) -> str:
        raise TypeError("cannot be written")

    def alter(sdk: Any) -> None:
        sdk.core.models.UniversalBaseModel.json = unwritable

    assert finding_ids(acme_engine(alter), ["tasks.get"])


# ---- facts


def saying(message: str) -> Check[Any]:
    def judge(_: Any) -> Facts:
        yield Fact(message=message)

    return replace(METHOD_DIFFERS, judge=judge)


def test_the_first_fact_of_a_finding_stays() -> None:
    collector = FactCollector("projects.get")
    collector.run([saying("first")], object())
    collector.run([saying("second")], object())
    assert [fact.message for _, fact in collector.facts.values()] == ["first"]


def test_a_fact_of_a_smaller_call_takes_the_place_of_an_older_one() -> None:
    collector = FactCollector("projects.get")
    collector.run([saying("first")], object())
    collector.run([saying("smaller")], object(), replacing="method_differs: projects.get")
    assert [fact.message for _, fact in collector.facts.values()] == ["smaller"]


def test_the_id_of_a_finding_is_the_one_that_was_announced() -> None:
    found = judge(acme_engine(replaces), "projects.update").findings
    announced = {finding_id(METHOD_DIFFERS, "projects.update", "")}
    assert {finding.id for finding in found if finding.check == "method_differs"} == announced


def test_known_findings_are_found_again_and_cost_no_shrinking() -> None:
    fresh = judge(acme_engine(miscounts_from_5001, examples=20), "projects.get")
    known = {finding.id for finding in fresh.findings}
    again = judge(acme_engine(miscounts_from_5001, examples=20, known=known), "projects.get")
    assert known == {finding.id for finding in again.findings} == {"path_differs: projects.get"}
    assert again.coverage.examples == 20


def test_the_evidence_of_a_drawn_finding_is_the_smallest_call() -> None:
    (finding,) = judge(acme_engine(miscounts_from_5001, examples=50), "projects.get").findings
    assert finding.evidence is not None
    assert finding.evidence.call.startswith("client.projects.get(project=5001)")


def test_the_evidence_of_a_planned_call_stays() -> None:
    engine = acme_engine(loses_fractions, examples=50)
    (finding,) = judge(engine, "projects.update").findings
    assert finding.evidence is not None
    assert finding.evidence.call.startswith("client.projects.update(project=100, title='title 101 é'")


def test_findings_come_sorted() -> None:
    found = importlib.import_module("tests.checks.null_not_sent.violating")
    ids = [finding.id for finding in judge(acme_engine(found.alter), found.OPERATION).findings]
    assert ids == sorted(ids)


def test_what_is_not_approved_is_held_to_what_the_sdk_says_of_itself() -> None:
    expectation = approved_contract()
    others = {twin: {p: o for p, o in paths.items() if p != "tasks.get"} for twin, paths in expectation.twins.items()}
    engine = acme_engine(contract=replace(expectation, twins=others))
    assert finding_ids(engine) == {"operation_unapproved: tasks.get.async", "operation_unapproved: tasks.get.sync"}
