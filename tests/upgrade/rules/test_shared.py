"""An equal difference of many operations is one change of the package; of few operations, a change of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.contract.model import Operation
from conformance.contract.types import NULL
from conformance.finding import PACKAGE
from conformance.upgrade.pair import OperationComparison, ReleasePair, ScenarioResult
from conformance.upgrade.rule import Fact
from conformance.upgrade.rules.helpers.facts import scenario_facts
from conformance.upgrade.rules.operations.facts.grouped import MANY, OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, response_kind, response_label
from tests.upgrade.vocabulary import pair


def grouped_facts(count: int, among: int, after: str = "2", subject: str = "") -> list[Fact]:
    """The facts that `count` of `among` operations share."""
    compared = {f"books.op{number:02}": OperationComparison(1) for number in range(among)}
    both = replace(pair({}, {}), comparisons=compared)
    sights = [_sight(both, path, after, subject) for path in list(compared)[:count]]
    return list(group_facts(both, sights, lambda sight, subject: f"{subject}: {sight.after}."))


def _sight(both: ReleasePair, path: str, after: str, subject: str) -> OperationFact:
    operation = Operation(path=path, method="GET", url="/", parameters=(), response=NULL)
    matched = MatchedOperation(both, path, operation, operation, ())
    return OperationFact(operation=matched, part="x-own", before="1", after=after, subject=subject)


def test_a_difference_of_few_operations_is_a_change_of_each() -> None:
    assert [(fact.subject, fact.part, fact.operations) for fact in grouped_facts(2, 20)] == [
        ("books.op00", "x-own", ()), ("books.op01", "x-own", ())
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "among"), [(MANY, 100), (2, 3)])
def test_a_difference_of_many_or_most_operations_is_one_change_of_the_package(count: int, among: int) -> None:
    (fact,) = grouped_facts(count, among)
    assert (fact.subject, len(fact.operations)) == (PACKAGE, count)
    assert fact.message == f"{count} operations: 2."


def test_one_operation_alone_is_never_the_package() -> None:
    assert [fact.subject for fact in grouped_facts(1, 1)] == ["books.op00"]


def test_a_sight_of_something_else_is_one_fact_about_that() -> None:
    (fact,) = grouped_facts(2, 20, subject="types.Book")
    assert (fact.subject, fact.operations) == ("types.Book", ("books.op00", "books.op01"))


def test_a_message_contains_the_first_line_of_the_observation() -> None:
    seen = f"raises pydantic_core._pydantic_core.ValidationError: 2 errors for Book\ntitle {'x' * 300}"
    (fact,) = grouped_facts(1, 1, after=seen)
    assert fact.message == "`books.op00`: raises ValidationError: 2 errors for Book."
    assert fact.after == seen.replace("pydantic_core._pydantic_core.", "")


def test_as_many_cases_are_named_as_there_is_room_for() -> None:
    tried = [
        ScenarioResult(
            group="parse",
            case=f"a case of some length {number}",
            subject="labels.Label",
            code="",
            old="1",
            new="2",
            old_failed=False,
            new_failed=False,
        )
        for number in range(40)
    ]
    (fact,) = scenario_facts(replace(pair({}, {}), scenarios=tuple(tried)), lambda _: True, "it differs", None)
    assert fact.message.startswith("`labels.Label`, parse (a case of some length 0, ")
    assert fact.message.endswith(" and 31 more): it differs.")


@pytest.mark.parametrize(
    ("label", "kind", "rendered"),
    [
        ("minimal", "good", "minimal"),
        ("new_full", "newer", "new full"),
        ("error_404", "error", "status 404"),
        ("error_418_empty", "odd error", "status 418 with an empty body"),
        ("redirected", "redirect", "redirected"),
        ("connection_cut", "fault", "connection cut"),
        ("second_page_500", "late error", "second page 500"),
        ("success_html", "malformed", "an HTML body"),
        ("recorded success live 1", "good", "recorded success live 1"),
        ("recorded error 404 live 2", "error", "recorded error 404 live 2"),
        ("recorded late error 404 live 3", "late error", "recorded late error 404 live 3"),
    ],
)
def test_labels_of_responses_are_rendered_for_messages(label: str, kind: str, rendered: str) -> None:
    assert response_kind(label) == kind
    assert response_label(label) == rendered
