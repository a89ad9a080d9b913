"""The engine is deterministic, reports what it did not check, and never takes its own error for a pass."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.finding import PACKAGE
from conformance.judging.fact_collector import finding_id
from conformance.judging.judgement import Judgement
from conformance.offline.engine import OfflineEngine
from tests.checks.alter_sdk import change_request, change_result, wrap
from tests.vocabulary import (
    Alter,
    acme_contract,
    acme_engine,
    approved_contract,
    finding_ids,
    judge,
    judge_without_runtime,
)

METHOD_DIFFERS = next(check for check in CHECKS if check.id == "method_differs")


def loses_fractions(sdk: Any) -> None:
    change_result(sdk.core.encode, "jsonable", lambda value: int(value) if isinstance(value, float) else value)


def replaces(sdk: Any) -> None:
    change_request(sdk.projects.requests, "update", lambda _: {"method": "PUT"})


def miscounts_from_5001(sdk: Any) -> None:
    """No fixed call has such a number; only generated calls do."""

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
    operations = ["projects.update", "projects.get"]
    assert everything(acme_engine(alter), operations) == everything(acme_engine(alter), operations)


@pytest.mark.parametrize(
    ("alter", "package"),
    [(loses_fractions, []), pytest.param(loses_fractions, [PACKAGE], marks=pytest.mark.slow)],
    ids=["operations", "operations and the package"],
)
def test_the_order_of_operations_does_not_change_the_results(alter: Alter | None, package: list[str]) -> None:
    operations = [*package, *approved_contract().paths()]
    assert everything(acme_engine(alter), operations) == everything(acme_engine(alter), operations[::-1])


def test_judging_an_operation_twice_gives_equal_results() -> None:
    engine = acme_engine(loses_fractions)
    assert judge(engine, "projects.update") == judge(engine, "projects.update")


def test_a_different_seed_generates_different_calls() -> None:
    def generated_arguments(seed: int) -> set[str]:
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

    assert generated_arguments(1) == generated_arguments(1) != generated_arguments(2)


def test_operations_do_not_influence_each_other() -> None:
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


def test_a_check_that_cannot_apply_is_reported_with_its_reason() -> None:
    coverage = judge(acme_engine(), "projects.get").coverage
    assert coverage.not_covered["pager_items_differ"] == "needs a pager"
    assert coverage.not_covered["file_damaged"] == "needs a file argument"
    assert "pager_items_differ" not in coverage.checks


def test_without_an_approved_contract_the_reason_states_it() -> None:
    engine = acme_engine(free=True)
    for coverage in (judge(engine, "projects.get").coverage, judge_without_runtime(engine).coverage):
        absent = {name for name, why in coverage.not_covered.items() if "no approved contract" in why}
        assert absent
        assert absent <= {check.id for check in CHECKS if check.needs == "an approved contract"}


def test_coverage_names_the_clients_that_exist() -> None:
    def halved(sdk: Any) -> None:
        del sdk.tasks.client.AsyncTasksClient.get

    assert judge(acme_engine(), "tasks.get").coverage.twins == ("sync", "async")
    alone = judge(acme_engine(halved), "tasks.get").coverage
    assert alone.twins == ("sync",)
    assert alone.not_covered["async_request_differs"] == "needs both clients"


def test_every_exchange_is_counted() -> None:
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
def test_as_many_calls_are_generated_as_requested(examples: int) -> None:
    coverage = judge(acme_engine(examples=examples), "projects.update").coverage
    assert coverage.examples == examples


def test_calls_made_for_shrinking_count_as_examples() -> None:
    shrunk = judge(acme_engine(miscounts_from_5001, examples=20), "projects.get").coverage
    assert shrunk.examples > 20


# ---- failures of the engine


def test_an_error_in_the_engine_is_a_crash_of_that_operation() -> None:
    found = acme_engine().judge_operation("no.such.operation")
    assert found.findings == ()
    assert found.coverage.checks == {}
    assert found.coverage.crash is not None
    assert found.coverage.crash.startswith("engine: ")


def test_a_model_that_cannot_be_serialised_is_a_finding_and_not_a_crash() -> None:
    def unwritable(_: Any) -> str:
        raise TypeError("cannot be written")

    def alter(sdk: Any) -> None:
        sdk.core.models.UniversalBaseModel.json = unwritable

    assert finding_ids(acme_engine(alter), ["tasks.get"])


# ---- findings


def test_findings_have_the_id_that_finding_id_returns() -> None:
    found = judge(acme_engine(replaces), "projects.update").findings
    announced = {finding_id(METHOD_DIFFERS, "projects.update", "")}
    assert {finding.id for finding in found if finding.check == "method_differs"} == announced


def test_known_findings_are_reported_but_not_shrunk() -> None:
    fresh = judge(acme_engine(miscounts_from_5001, examples=20), "projects.get")
    known = {finding.id for finding in fresh.findings}
    again = judge(acme_engine(miscounts_from_5001, examples=20, known=known), "projects.get")
    assert known == {finding.id for finding in again.findings} == {"path_differs: projects.get"}
    assert again.coverage.examples == 20


def test_the_evidence_of_a_generated_finding_is_the_smallest_call() -> None:
    (finding,) = judge(acme_engine(miscounts_from_5001, examples=50), "projects.get").findings
    assert finding.evidence is not None
    assert finding.evidence.call.startswith("client.projects.get(project=5001)")


def test_evidence_from_a_fixed_call_is_kept() -> None:
    engine = acme_engine(loses_fractions, examples=50)
    (finding,) = judge(engine, "projects.update").findings
    assert finding.evidence is not None
    assert finding.evidence.call.startswith("client.projects.update(project=100, title='title 101 é'")


def test_findings_are_sorted() -> None:
    found = importlib.import_module("tests.checks.null_not_sent.violating")
    ids = [finding.id for finding in judge(acme_engine(found.alter), found.OPERATION).findings]
    assert ids == sorted(ids)


def test_an_unapproved_operation_is_checked_against_its_own_annotations() -> None:
    expectation = approved_contract()
    others = {twin: {p: o for p, o in paths.items() if p != "tasks.get"} for twin, paths in expectation.twins.items()}
    engine = acme_engine(contract=replace(expectation, twins=others))
    found = finding_ids(engine, runtime=False)
    assert found == {"operation_unapproved: tasks.get.async", "operation_unapproved: tasks.get.sync"}
