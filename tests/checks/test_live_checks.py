"""Every check of live responses finds its violation, and finds nothing on an unusual server that conforms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.finding import Blame
from conformance.wire import Response, Wire
from tests.checks.cases import WITH_SERVER, load_case, other_checks
from tests.checks.sample_server import Caller, Projects, always, change_responses, judge_live

STEPS = [
    ("projects.create", {"title": "A", "labels": ["x"]}),
    ("projects.get", {"project": 1}),
    ("projects.update", {"project": 1, "title": "B"}),
    ("projects.list", {"page_size": 2, "ordering": "-id"}),
    ("projects.delete", {"project": 1}),
]


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """Calls of acme on a server."""
    caller = Caller()
    yield caller
    caller.sdk.close()


@pytest.mark.parametrize("check", sorted(WITH_SERVER))
def test_a_live_check_finds_its_violation(check: str, caller: Caller) -> None:
    wrong = load_case(check, "violating")
    found = set(judge_live(caller, wrong).facts)
    assert {identity for identity in found if identity.startswith(f"{check}: ")} == wrong.EXPECT
    assert {identity.split(":")[0] for identity in found} - {check} == other_checks(wrong)


@pytest.mark.parametrize("check", sorted(WITH_SERVER))
def test_a_live_check_judges_an_unusual_conforming_server_and_finds_nothing(check: str, caller: Caller) -> None:
    right = load_case(check, "conforming")
    collector = judge_live(caller, right)
    assert {identity.split(":")[0] for identity in collector.facts} == other_checks(right)
    assert collector.check_counts[check] > 0


def test_a_correct_server_has_no_findings(caller: Caller) -> None:
    server = Projects("first", "second")
    for operation, arguments in STEPS:
        fixture = SimpleNamespace(OPERATION=operation, ARGUMENTS=arguments, LIVE={}, server=lambda: server)
        assert judge_live(caller, fixture).facts == {}


PAGE_404 = Response(404, (("content-type", "text/html"),), b"<!doctype html><title>Not found</title>")


def judged(caller: Caller, server: Wire, operation: str, arguments: dict[str, Any], **live: Any) -> dict[str, Blame]:
    """Who has to change for each finding of one call on a server."""
    fixture = SimpleNamespace(OPERATION=operation, ARGUMENTS=arguments, LIVE=live, server=lambda: server)
    facts = judge_live(caller, fixture).facts
    return {identity: fact.blame or check.blame for identity, (check, fact) in facts.items()}


def test_a_page_for_browsers_in_place_of_an_error_is_reported_if_the_route_exists(caller: Caller) -> None:
    found = judged(caller, always(PAGE_404), "projects.get", {"project": 9}, case="missing", route_exists=True)
    assert list(found) == ["error_body_mismatch: projects.get.404"]


def test_the_page_of_a_router_is_no_error_body(caller: Caller) -> None:
    assert judged(caller, always(PAGE_404), "projects.get", {"project": 9}, case="missing") == {}


def changed(**fields: Any) -> Wire:
    """A server whose projects have these fields."""

    def change(response: Response) -> Response:
        body = json.loads(response.content)
        for project in body.get("results", [body]):
            project.update(fields)
        return Response(response.status, response.headers, json.dumps(body).encode())

    return change_responses(change, "A", "B")


@pytest.mark.parametrize(
    ("violations", "blame"),
    [
        (None, Blame.SERVER),  # without a document
        ((), Blame.SDK),
        (("/score: null is not of type 'number'",), Blame.SDK),
        (("/title: 7 is not of type 'string'",), Blame.SERVER),
        (("(whole): object of 3 is not of type 'list'",), Blame.SERVER),
    ],
)
def test_the_sdk_has_to_change_if_the_document_allows_what_its_type_does_not(
    caller: Caller, violations: tuple[str, ...] | None, blame: Blame
) -> None:
    found = judged(caller, changed(title=7), "projects.get", {"project": 1}, success_violations=violations)
    assert found["server_response_type_mismatch: projects.get.title"] == blame
    assert {who for identity, who in found.items() if identity.endswith(".title")} == {blame}


def test_a_switch_that_adds_a_field_is_no_ignored_filter(caller: Caller) -> None:
    assert "list_parameter_ignored: projects.list.archived" not in judged(
        caller, changed(archived=["a", "b"]), "projects.list", {"archived": True}
    )
    assert "list_parameter_ignored: projects.list.archived" in judged(
        caller, changed(archived=False), "projects.list", {"archived": True}
    )


def test_a_filter_with_a_value_of_a_wrong_type_may_be_ignored(caller: Caller) -> None:
    arguments = {"archived": "no such value"}
    found = judged(caller, changed(archived=False), "projects.list", arguments, case="refused", valid=False)
    assert list(found) == ["invalid_body_accepted: projects.list"]
