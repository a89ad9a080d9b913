"""Observations are compared facet by facet; consequences of a difference are not reported beside it."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.change import Difference
from conformance.upgrade.observe.compare import compare_client_defaults, compare_observations
from conformance.upgrade.observe.facets import NOTHING
from conformance.upgrade.observe.observation import Observation

REQUEST: dict[str, Any] = {
    "method": "GET", "path": "/api/books/1/", "query": [], "headers": {"x-sdk": "1"}, "timeout": "60",
    "content_type": "", "body": {},
}  # fmt: skip
VALUE: dict[str, Any] = {
    "value": {"": "types.Book", "title": "'a'", "tags": "list of 2", "tags[0]": "1", "tags[1]": "2"}
}
RAISED: dict[str, Any] = {
    "raised": {"class": "errors.NotFoundError", "status": "404", "body": {"": "dict", "detail": "'no'"}, "text": "no"}
}


MINIMAL = ["minimal", 200]


def observation(
    requests: list[dict[str, Any]] | None = None, outcome: dict[str, Any] | None = None, response: Any = MINIMAL
) -> Observation:
    """One exchange of one call."""
    made = [REQUEST] if requests is None else requests
    return {
        "calls": ["client.books.get(id=1)"],
        "responses": [response],
        "requests": [made],
        "outcomes": [outcome or VALUE],
        "exchanges": [["sync", "model", 0, 0, 0, 0]],
    }


def compare(
    old: Observation, new: Observation, renamed: dict[str, str] | None = None
) -> list[tuple[str, str, str, str]]:
    return [
        (difference.facet, difference.part, difference.before, difference.after)
        for difference in compare_observations("books.get", old, new, renamed).differences
    ]


def test_equal_observations_do_not_differ() -> None:
    assert compare(observation(), observation()) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"method": "POST"}, ("method", "", "GET", "POST")),
        ({"path": "/api/books/2/"}, ("path", "", "/api/books/1/", "/api/books/2/")),
        ({"query": [["page", "1"]]}, ("query", "page", NOTHING, "'1'")),
        ({"query": [["ids", "1"], ["ids", "2"]]}, ("query", "ids", NOTHING, "'1' & '2'")),
        ({"headers": {"x-sdk": "2"}}, ("header", "x-sdk", "1", "2")),
        ({"headers": {}}, ("header", "x-sdk", "1", NOTHING)),
        ({"timeout": "5"}, ("timeout", "", "60", "5")),
        ({"content_type": "application/json"}, ("content_type", "", "", "application/json")),
        ({"body": {"/title": '"a"'}}, ("body", "/title", NOTHING, '"a"')),
    ],
)
def test_a_request_differs_in_one_facet(change: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert compare(observation(), observation([{**REQUEST, **change}])) == [expected]


def test_the_order_of_a_query_does_not_count() -> None:
    one, other = ([{**REQUEST, "query": query}] for query in ([["a", "1"], ["b", "2"]], [["b", "2"], ["a", "1"]]))
    assert compare(observation(one), observation(other)) == []


def test_more_attempts_are_reported_by_status_without_their_waits() -> None:
    error = ["error_503", 503]
    assert compare(observation(response=error), observation([REQUEST] * 3, {**VALUE, "waits": [1.0, 2.0]}, error)) == [
        ("attempts", "503", "1", "3")
    ]


def test_waits_are_reported_where_attempts_are_equal() -> None:
    assert compare(observation(), observation(outcome={**VALUE, "waits": [1.5]})) == [
        ("waits", "minimal", "none", "1.5 s")
    ]


def test_a_call_that_sends_nothing_is_reported_as_that_alone() -> None:
    refused = {
        "raised": {"class": "builtins.TypeError", "status": "None", "body": {"": "None"}, "text": "TypeError: no"}
    }
    assert compare(observation(), observation([], refused)) == [
        ("requests", "", "GET /api/books/1/", "raises builtins.TypeError: no")
    ]


def test_items_of_a_list_are_one_part() -> None:
    other = {"value": {**VALUE["value"], "tags[0]": "'1'", "tags[1]": "'2'"}}
    differences = compare_observations("books.get", observation(), observation(outcome=other)).differences
    assert [(difference.part, difference.before, difference.after, difference.owner) for difference in differences] == [
        ("tags[]", "1", "'1'", "types.Book.tags")
    ]


def test_differences_inside_a_different_value_are_not_reported() -> None:
    other = {"value": {**VALUE["value"], "tags": "None"}}
    assert compare(observation(), observation(outcome=other)) == [("result", "tags", "list of 2", "None")]


def test_a_renamed_class_is_the_same() -> None:
    other = {"value": {**VALUE["value"], "": "types.Volume"}}
    assert compare(observation(), observation(outcome=other), {"types.Book": "types.Volume"}) == []
    assert compare(observation(), observation(outcome=other)) == [("result", "", "types.Book", "types.Volume")]


def test_a_call_that_returns_instead_of_raising_is_reported_with_both_outcomes() -> None:
    assert compare(observation(outcome=RAISED), observation(outcome={"value": {"": "None"}})) == [
        ("raised", "ends", "raises errors.NotFoundError: ", "returns None")
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"class": "core.ApiError", "text": "other"}, [("raised", "class", "errors.NotFoundError", "core.ApiError")]),
        ({"status": "400"}, [("raised", "status", "404", "400")]),
        ({"body": {"": "types.Problem"}}, [("raised", "body", "dict", "types.Problem")]),
        ({"body": {"": "dict", "detail": "'yes'"}}, [("raised", "body.detail", "'no'", "'yes'")]),
        ({"text": "other"}, [("raised", "text", "no", "other")]),
    ],
)
def test_an_exception_differs_by_its_most_significant_part(
    change: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    assert (
        compare(observation(outcome=RAISED), observation(outcome={"raised": {**RAISED["raised"], **change}}))
        == expected
    )


def test_an_endless_call_is_reported() -> None:
    assert compare(observation(), observation(outcome={"endless": 13})) == [
        ("endless", "", "returns types.Book", "does not end")
    ]


def test_the_same_difference_of_many_exchanges_is_one_with_a_count() -> None:
    def twice(method: str) -> Observation:
        made = observation([{**REQUEST, "method": method}])
        made["exchanges"] = [["sync", "model", 0, 0, 0, 0], ["async", "model", 0, 0, 0, 0]]
        return made

    assert compare_observations("books.get", twice("GET"), twice("PUT")).differences == (
        Difference(
            operation="books.get",
            facet="method",
            part="",
            before="GET",
            after="PUT",
            twins=("sync", "async"),
            call="client.books.get(id=1)",
            response="minimal",
            count=2,
        ),
    )


def test_outcomes_are_reported_per_response() -> None:
    def with_outcomes(*outcomes: dict[str, Any]) -> Observation:
        made = observation()
        made["responses"], made["outcomes"] = [["minimal", 200], ["full", 200]], list(outcomes)
        made["exchanges"] = [["sync", "model", 0, 0, 0, 0], ["sync", "model", 0, 1, 0, 1]]
        return made

    none = {"value": {"": "None"}}
    compared = compare_observations("books.get", with_outcomes(VALUE, VALUE), with_outcomes(none, none))
    assert [difference.response for difference in compared.differences] == ["minimal", "full"]


def test_observations_of_other_exchanges_cannot_be_compared() -> None:
    other = observation()
    other["exchanges"] = []
    with pytest.raises(ValueError, match="did not receive the same calls"):
        compare_observations("books.get", observation(), other)


def test_client_defaults_are_compared_by_name() -> None:
    compared = compare_client_defaults({"timeout": "60", "server": "a"}, {"timeout": "5", "server": "a"})
    assert [
        (difference.facet, difference.part, difference.before, difference.after) for difference in compared.differences
    ] == [("client", "timeout", "60", "5")]
