"""Whether a server has an operation: what real servers answered, and what only a document or another answer tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.document import SpecOperation
from conformance.contract.model import Operation
from conformance.contract.types import ANY
from conformance.exchange.routes import Route, route
from conformance.wire import Response, json_response

ANSWERS = json.loads((Path(__file__).parent / "samples" / "routes.json").read_text(encoding="utf-8"))
PAGE = (("content-type", "text/html; charset=utf-8"),)


def asked(method: str = "GET", url: str = "api/books/{id}/", **other: Any) -> Operation:
    """An operation of which only verb and path matter."""
    return Operation("books.get", method, url, (), ANY, **other)


def described(method: str, path: str) -> SpecOperation:
    """The same in a document."""
    return SpecOperation("", method, path, None, ())


def not_found(content_type: str = "text/html", **headers: str) -> Response:
    """A 404."""
    return Response(404, (("content-type", content_type), *headers.items()), b"{}")


@pytest.mark.parametrize("told", ANSWERS, ids=lambda told: f"{told['server']} {told['method']} {told['path']}")
def test_what_real_servers_answered_tells_whether_they_have_the_route(told: dict[str, Any]) -> None:
    headers = [("Content-Type", told["content_type"]), ("Allow", told["allow"])]
    response = Response(told["status"], tuple(each for each in headers if each[1]), told["body"].encode())
    found = route(asked(told["method"], told["path"]), response)
    assert found.presence == told["presence"]
    assert found.reason
    assert found.is_absent == (found.presence == "not on this server")


def test_a_method_that_is_not_allowed_is_not_there_and_the_others_are_told() -> None:
    response = Response(405, (("allow", "GET, PUT"),), b"")
    assert route(asked("POST"), response) == Route(
        "not on this server", "the path is there for GET, PUT, and POST is not allowed"
    )


def test_a_page_for_browsers_in_place_of_json_is_no_answer_of_the_operation() -> None:
    page = Response(200, PAGE, b"<!doctype html>")
    assert route(asked(), page).presence == "not on this server"
    assert route(asked(shape="stream"), page).presence == "exists"


def test_a_missing_resource_is_told_by_another_answer_of_the_same_path() -> None:
    there = (asked(url="api/books/{book}/"), json_response(200, {}))
    elsewhere = (asked(url="api/authors/{id}/"), json_response(200, {}))
    assert route(asked(), not_found(), siblings=[there]).presence == "exists"
    assert route(asked(), not_found(), siblings=[elsewhere]).presence == "not on this server"


def test_a_page_for_an_operation_that_the_document_describes_is_a_doubt() -> None:
    found = route(asked(), not_found(), [described("GET", "/api/books/{pk}/")])
    assert found.presence == "unknown"
    assert "describes" in found.reason


def test_another_spelling_of_the_path_in_the_document_is_told() -> None:
    found = route(asked(url="api/books/{id}"), not_found(), [described("GET", "/api/books/{pk}/")])
    assert found.is_absent
    assert "/api/books/{pk}/" in found.reason


def test_json_without_a_method_list_is_decided_by_the_document() -> None:
    bare = not_found("application/json")
    assert route(asked(), bare).presence == "unknown"
    assert route(asked(), bare, []).presence == "not on this server"
    assert route(asked(), bare, [described("POST", "/api/books/{id}/")]).presence == "not on this server"


@pytest.mark.parametrize("response", [
    Response(0, fault="cut"),
    Response(0, fault="refused"),
    Response(302, (("location", "/user/login/"),)),
    Response(502, PAGE, b"<html>"),
    Response(403, PAGE, b"<html>"),
])  # fmt: skip
def test_what_says_nothing_of_the_route_leaves_it_unknown(response: Response) -> None:
    assert route(asked(), response).presence == "unknown"


def test_a_refusal_in_json_comes_from_a_view() -> None:
    for status in (400, 401, 403, 409, 422, 500):
        assert route(asked(), json_response(status, {"detail": "no"})).presence == "exists"
