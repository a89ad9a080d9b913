"""Arguments that a server accepts only with others, that it never accepts, and that it cannot do without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance.finding import ArgumentCoverage
from conformance.live.argument_tally import MAX_TEXT, refusal_text
from conformance.live.argument_trials import MAX_COMPANIES, MAX_REDUCTIONS
from conformance.live.engine import OperationResult
from tests.live.acme_server import TOKEN, AcmeServer, ReceivedRequest, Reply, Store
from tests.live.conftest import Open

OPTIONAL = ("archived", "ids", "ordering", "page", "page_size", "updated_after")
ALWAYS_GIVEN = '\n[operations."projects.create"]\narguments = { title = "{unique}", description = "text" }\n'
Rule = Callable[[Mapping[str, Any]], Reply | None]  # the response to a call with these values, None for the usual one


def lists(request: ReceivedRequest) -> bool:
    return request.method == "GET" and request.steps == ["api", "projects"]


def creates(request: ReceivedRequest) -> bool:
    return request.method == "POST" and request.steps == ["api", "projects"]


def obey(server: AcmeServer, concerns: Callable[[ReceivedRequest], bool], rule: Rule) -> None:
    """Let the server respond by a rule about the values in the query or the body."""

    def change(request: ReceivedRequest, reply: Reply) -> Reply:
        if not concerns(request):
            return reply
        other = rule(request.query if request.method == "GET" else request.payload())
        if other is not None and reply[0] == 201:
            server.store.projects.popitem()  # the usual response created it
        return reply if other is None else other

    server.change = change


def arguments(result: OperationResult) -> ArgumentCoverage:
    coverage = result.judgement.coverage
    assert coverage.crash is None
    assert coverage.arguments is not None
    return coverage.arguments


def finding_ids(result: OperationResult) -> set[str]:
    return {finding.id for finding in result.judgement.findings}


def refuse_unless(names: set[str], text: str = "a filter is missing") -> Rule:
    return lambda query: None if names <= query.keys() else (404, {"detail": text})


def test_an_argument_that_is_refused_alone_is_accepted_with_what_made_another_call_succeed(
    opened: Open, server: AcmeServer
) -> None:
    obey(server, lists, refuse_unless({"archived"}))
    covered = arguments(opened().judge_operation("projects.list"))
    assert covered.accepted == OPTIONAL
    assert covered.accepted_with == {name: ("archived",) for name in OPTIONAL if name != "archived"}
    assert covered.refused == covered.not_sent == {}


def test_a_set_of_arguments_that_only_all_together_succeed_with_is_reduced_to_what_is_needed(
    opened: Open, server: AcmeServer
) -> None:
    obey(server, lists, refuse_unless({"archived", "updated_after"}))
    covered = arguments(opened().judge_operation("projects.list"))
    assert covered.accepted_with["page_size"] == ("archived", "updated_after")
    assert covered.accepted_with["archived"] == ("updated_after",)


def test_what_a_refusal_names_is_tried_first(opened: Open, server: AcmeServer) -> None:
    def rule(query: Mapping[str, Any]) -> Reply | None:
        wrong = "ordering" in query and "archived" not in query
        return (400, {"detail": "ordering is possible only with archived", "code": 7}) if wrong else None

    obey(server, lists, rule)
    result = opened().judge_operation("projects.list")
    assert arguments(result).accepted_with == {"ordering": ("archived",)}
    cases = dict.fromkeys(interaction.case for interaction in result.interactions if "ordering" in interaction.case)
    assert list(cases) == ["argument ordering", "argument ordering with archived"]


def test_an_argument_that_no_combination_makes_acceptable_is_named_with_the_response(
    opened: Open, server: AcmeServer
) -> None:
    obey(
        server, lists, lambda query: (400, {"detail": "no ordering today", "code": 7}) if "ordering" in query else None
    )
    covered = arguments(opened().judge_operation("projects.list"))
    assert covered.refused == {"ordering": "400: no ordering today"}
    assert "ordering" not in covered.accepted


def test_another_kind_of_value_is_tried_before_an_argument_is_given_up(opened: Open, server: AcmeServer) -> None:
    def rule(query: Mapping[str, Any]) -> Reply | None:
        return (400, {"detail": "a name is one word", "code": 7}) if " " in query.get("ordering", [""])[0] else None

    obey(server, lists, rule)
    covered = arguments(opened().judge_operation("projects.list"))
    assert "ordering" in covered.accepted
    assert covered.refused == {}


def test_what_was_learned_serves_the_other_cases_of_the_operation(opened: Open, server: AcmeServer) -> None:
    obey(server, lists, refuse_unless({"archived"}))
    result = opened(examples=5).judge_operation("projects.list")
    wrong = [interaction for interaction in result.interactions if interaction.case == "refused"]
    assert wrong
    assert all("archived=" in interaction.request.url for interaction in wrong)
    requests = [request for request in server.requests if lists(request)]
    assert len([request for request in requests if "archived" in request.query]) > len(requests) / 2


def test_attempts_are_bounded(opened: Open, server: AcmeServer) -> None:
    obey(server, lists, lambda query: (404, {"detail": "nothing with that"}) if query.keys() - {"page"} else None)
    result = opened().judge_operation("projects.list")
    assert set(arguments(result).refused) == set(OPTIONAL) - {"page"}
    for name in OPTIONAL:
        of_argument = {
            i.case for i in result.interactions if i.case.split(",")[0].split(" with ")[0] == f"argument {name}"
        }
        assert len(of_argument) <= 1 + MAX_COMPANIES + MAX_REDUCTIONS + 2


def test_a_failure_of_the_server_is_retried_with_others_and_stays_a_finding(opened: Open, server: AcmeServer) -> None:
    obey(
        server,
        lists,
        lambda query: (500, {"detail": "it broke"}) if "ordering" in query and "archived" not in query else None,
    )
    result = opened().judge_operation("projects.list")
    assert "server_error: projects.list" in finding_ids(result)
    assert "archived" in arguments(result).accepted_with["ordering"]


# -- optional arguments that the recipe always gives


@pytest.fixture
def always_given(target: Path) -> None:
    """A recipe that gives an optional argument in every call."""
    with (target / "live.toml").open("a", encoding="utf-8") as file:
        file.write(ALWAYS_GIVEN)


@pytest.mark.usefixtures("always_given")
def test_an_optional_argument_that_is_always_given_is_left_out_once(opened: Open, server: AcmeServer) -> None:
    result = opened().judge_operation("projects.create")
    (without,) = [interaction for interaction in result.interactions if interaction.case == "without description"]
    assert b"description" not in without.request.content
    assert arguments(result).refused_without == {}
    assert server.store.projects == {}  # what that call created was removed, too


@pytest.mark.usefixtures("always_given")
def test_a_failure_without_an_optional_argument_is_a_finding_of_its_own(opened: Open, server: AcmeServer) -> None:
    obey(server, creates, lambda body: None if "description" in body else (500, {"detail": "it broke"}))
    assert "server_error: projects.create.without_description" in finding_ids(
        opened().judge_operation("projects.create")
    )


@pytest.mark.usefixtures("always_given")
def test_a_refusal_without_an_optional_argument_is_reported_and_is_no_finding(opened: Open, server: AcmeServer) -> None:
    before = finding_ids(opened().judge_operation("projects.create"))
    server.store = Store()
    refusal = (400, {"detail": "Validation error", "code": 7, "description": ["This field is required."]})
    obey(server, creates, lambda body: None if "description" in body else refusal)
    result = opened().judge_operation("projects.create")
    said = "400: description: This field is required.; Validation error"
    assert arguments(result).refused_without == {"description": said}
    assert {identity for identity in finding_ids(result) - before if "error_body" not in identity} == set()


@pytest.mark.usefixtures("always_given")
def test_nothing_is_created_without_its_name_on_a_server_that_others_use(opened: Open, server: AcmeServer) -> None:
    opened(managed=False).judge_operation("projects.create")
    assert all("title" in request.payload() for request in server.requests if creates(request))


# -- what is reported


def test_an_argument_whose_resource_cannot_be_created_is_not_sent_and_says_why(
    opened: Open, server: AcmeServer, target: Path
) -> None:
    with (target / "live.toml").open("a", encoding="utf-8") as file:
        file.write('\n[operations."projects.list"]\nvalues = { ordering = "{nothing}" }\n')
    result = opened().judge_operation("projects.list")
    assert arguments(result).not_sent == {"ordering": "no known operation creates `nothing`"}
    assert "argument ordering" not in {interaction.case for interaction in result.interactions}
    assert not any("ordering" in request.query for request in server.requests)


def test_an_operation_that_was_not_reached_says_nothing_about_its_arguments(opened: Open, server: AcmeServer) -> None:
    obey(server, lists, lambda _: (503, {"detail": "closed today"}))
    assert opened().judge_operation("projects.list").judgement.coverage.arguments is None


def test_what_a_server_says_about_an_argument_is_reported_without_secrets(opened: Open, server: AcmeServer) -> None:
    text = f"not for the token {TOKEN}"
    obey(server, lists, lambda query: (400, {"detail": text, "code": 7}) if "ordering" in query else None)
    covered = arguments(opened().judge_operation("projects.list"))
    assert set(covered.refused) == {"ordering"}
    assert TOKEN not in str(covered)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            {"detail": "Validation error", "validation_errors": {"url": ["Enter a valid URL."]}},
            "400: url: Enter a valid URL.; Validation error",
        ),
        ({"id": "0d6f2f8e-2b8c-4a39-9d0a-6c1f3b8b6f10", "version": "1.23.2"}, "400: Bad Request"),
        ({"exc_info": 'Traceback (most recent call last):\n  File "/srv/app.py", line 3\n'}, "400: Bad Request"),
        ({"detail": "no connection to http://127.0.0.1:40213/x at all"}, "400: no connection to … at all"),
        ({"detail": "cannot open /somewhere/run-1/data.json for reading"}, "400: cannot open … for reading"),
        ("a plain refusal", "400: a plain refusal"),
        (None, "400: Bad Request"),
        ({"detail": "line \x1b[31mone"}, "400: line \\x1b[31mone"),
    ],
)  # fmt: skip
def test_a_refusal_is_reported_in_one_line_without_what_differs_between_runs(payload: Any, expected: str) -> None:
    assert refusal_text(400, payload) == expected


def test_a_long_refusal_is_cut() -> None:
    assert len(refusal_text(400, {"detail": "no and no " * 100})) == MAX_TEXT + 1
