"""Whether a server has an operation: responses of real servers, and cases that need a document or another response."""

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

RESPONSES = json.loads((Path(__file__).parent / "samples" / "routes.json").read_text(encoding="utf-8"))
PAGE = (("content-type", "text/html; charset=utf-8"),)


def operation(method: str = "GET", url: str = "api/books/{id}/", **other: Any) -> Operation:
    """An operation of which only verb and path matter."""
    return Operation(path="books.get", method=method, url=url, parameters=(), response=ANY, **other)


def described(method: str, path: str) -> SpecOperation:
    """The same in a document."""
    return SpecOperation(id="", method=method, path=path, sdk_path=None, parameters=())


def not_found(content_type: str = "text/html", **headers: str) -> Response:
    """A 404."""
    return Response(404, (("content-type", content_type), *headers.items()), b"{}")


@pytest.mark.parametrize("recorded", RESPONSES, ids=lambda row: f"{row['server']} {row['method']} {row['path']}")
def test_responses_of_real_servers_show_whether_they_have_the_route(recorded: dict[str, Any]) -> None:
    headers = [("Content-Type", recorded["content_type"]), ("Allow", recorded["allow"])]
    response = Response(recorded["status"], tuple(header for header in headers if header[1]), recorded["body"].encode())
    found = route(operation(recorded["method"], recorded["path"]), response)
    assert found.presence == recorded["presence"]
    assert found.reason
    assert found.is_absent == (found.presence == "not on this server")


def test_a_method_that_is_not_allowed_is_absent_and_the_reason_names_the_allowed_ones() -> None:
    response = Response(405, (("allow", "GET, PUT"),), b"")
    assert route(operation("POST"), response) == Route(
        "not on this server", "the path exists for GET, PUT, and POST is not allowed"
    )


def test_a_page_for_browsers_in_place_of_json_does_not_come_from_the_operation() -> None:
    page = Response(200, PAGE, b"<!doctype html>")
    assert route(operation(), page).presence == "not on this server"
    assert route(operation(shape="stream"), page).presence == "exists"


def test_another_response_of_the_same_path_shows_that_only_the_resource_is_missing() -> None:
    there = (operation(url="api/books/{book}/"), json_response(200, {}))
    elsewhere = (operation(url="api/authors/{id}/"), json_response(200, {}))
    assert route(operation(), not_found(), siblings=[there]).presence == "exists"
    assert route(operation(), not_found(), siblings=[elsewhere]).presence == "not on this server"


def test_a_page_for_an_operation_that_the_document_describes_leaves_it_unknown() -> None:
    found = route(operation(), not_found(), [described("GET", "/api/books/{pk}/")])
    assert found.presence == "unknown"
    assert "describes" in found.reason


def test_the_reason_names_another_spelling_of_the_path_in_the_document() -> None:
    found = route(operation(url="api/books/{id}"), not_found(), [described("GET", "/api/books/{pk}/")])
    assert found.is_absent
    assert "/api/books/{pk}/" in found.reason


def test_json_without_a_method_list_is_decided_by_the_document() -> None:
    bare = not_found("application/json")
    assert route(operation(), bare).presence == "unknown"
    assert route(operation(), bare, []).presence == "not on this server"
    assert route(operation(), bare, [described("POST", "/api/books/{id}/")]).presence == "not on this server"


@pytest.mark.parametrize("response", [
    Response(0, fault="cut"),
    Response(0, fault="refused"),
    Response(302, (("location", "/user/login/"),)),
    Response(502, PAGE, b"<html>"),
    Response(403, PAGE, b"<html>"),
])  # fmt: skip
def test_a_response_without_evidence_about_the_route_leaves_it_unknown(response: Response) -> None:
    assert route(operation(), response).presence == "unknown"


def test_a_refusal_in_json_comes_from_a_view() -> None:
    for status in (400, 401, 403, 409, 422, 500):
        assert route(operation(), json_response(status, {"detail": "no"})).presence == "exists"
