"""Schemathesis sends through our wire, within limits, and its failures are small values."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from conformance.generate.fuzz import FuzzConfig, FuzzLimits, fuzz
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.generate.schemathesis_adapter import Scenario
from conformance.wire import Request, Response, Wire, json_response

URL = "http://sdk.test"
THING = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 5}},
}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def answer_with(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things/": {
            "get": {"responses": {"200": answer_with({"type": "array", "items": THING})}},
            "post": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": THING}}},
                "responses": {"201": answer_with(THING), "400": {"description": ""}},
            },
        },
        "/things/{id}/": {
            "get": {"parameters": [ID], "responses": {"200": answer_with(THING), "404": {"description": ""}}},
            "delete": {
                "parameters": [ID],
                "responses": {"204": {"description": ""}, "404": {"description": ""}},
            },
        },
    },
}
CONFIG = FuzzConfig(
    document=DOCUMENT,
    url=URL,
    headers={"Authorization": "Token t"},
    limits=FuzzLimits(examples=5, phases=("examples", "fuzzing")),
)


class Things:
    """A server that follows its document and records its requests."""

    def __init__(self, **instead: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self.instead = instead

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        if request.method in self.instead:
            return self.instead[request.method](request)
        if request.method == "POST":
            return self.created(request)
        if request.path == "/things/":
            return json_response(200, []) if request.method == "GET" else json_response(405, {})
        if request.path != "/things/7/":
            return json_response(404, {})
        return Response(204) if request.method == "DELETE" else json_response(200, {"id": 7, "name": "seven"})

    def created(self, request: Request) -> Response:
        try:
            body = json.loads(request.content)
            fits = isinstance(body["name"], str) and len(body["name"]) <= 5 and type(body["id"]) in {int, float}
        except (ValueError, TypeError, KeyError):
            fits = False
        return json_response(201, {"id": 7, "name": "seven"}) if fits else json_response(400, {})


def ids(path: str, name: str) -> list[int]:
    return [7] if (path, name) == ("/things/{id}/", "id") else []


def failures(scenes: Iterable[Scenario]) -> list[FuzzFailure]:
    return [complaint for scene in scenes for complaint in scene.failures]


def statuses(scenes: Iterable[Scenario]) -> Counter[tuple[str, int]]:
    total: Counter[tuple[str, int]] = Counter()
    for scene in scenes:
        total.update(scene.statuses)
    return total


def test_every_operation_is_tried_and_a_server_that_keeps_its_document_draws_no_server_errors() -> None:
    server = Things()
    scenes = list(fuzz(replace(CONFIG, ids=ids), server))
    assert {operation for operation, status in statuses(scenes) if status < 300} == {
        "GET /things/",
        "POST /things/",
        "GET /things/{id}/",
        "DELETE /things/{id}/",
    }
    assert {complaint.check for complaint in failures(scenes)} <= {"negative_data_rejection"}
    assert sum(statuses(scenes).values()) == len(server.requests)
    assert all(request.header("authorization") == "Token t" for request in server.requests)


def test_ids_that_exist_are_requested_and_others_too() -> None:
    server = Things()
    list(fuzz(replace(CONFIG, ids=ids), server))
    is_known = Counter(request.path == "/things/7/" for request in server.requests if request.path != "/things/")
    assert is_known[True] >= is_known[False] > 0


def test_a_server_error_is_reported_once_for_its_operation_with_its_smallest_request() -> None:
    server = Things(POST=lambda request: json_response(500, {}))
    reported = [failure for failure in failures(fuzz(CONFIG, server)) if failure.check == "not_a_server_error"]
    posts = [request for request in server.requests if request.method == "POST"]
    assert [failure.operation for failure in reported] == ["POST /things/"]
    assert reported[0].kind == "ST101"
    assert reported[0].response is not None
    assert reported[0].response.status == 500
    assert reported[0].request in posts
    assert len(reported[0].request.content) <= len(posts[0].content)


def test_a_response_that_breaks_the_document_is_reported() -> None:
    server = Things(GET=lambda request: json_response(200, {"id": "seven"}))
    reported = {(failure.operation, failure.check) for failure in failures(fuzz(CONFIG, server))}
    assert ("GET /things/", "response_schema_conformance") in reported
    assert ("GET /things/{id}/", "response_schema_conformance") in reported


def test_failures_of_one_kind_are_distinguished() -> None:
    statuses = iter([200, 418, 419] * 1000)
    server = Things(GET=lambda request: json_response(next(statuses), []))
    reported = [failure for failure in failures(fuzz(CONFIG, server)) if failure.check == "status_code_conformance"]
    assert {failure.detail for failure in reported if failure.operation == "GET /things/{id}/"} == {"418", "419"}


def test_whether_the_document_allows_the_request_is_reported() -> None:
    server = Things(POST=lambda request: json_response(201, {"id": 1, "name": "any"}))
    reported = [failure for failure in failures(fuzz(CONFIG, server)) if failure.check == "negative_data_rejection"]
    assert [(failure.operation, failure.valid) for failure in reported if failure.operation.startswith("POST")] == [
        ("POST /things/", False)
    ]


def test_requests_that_the_guard_withholds_are_neither_sent_nor_reported() -> None:
    server = Things(DELETE=lambda request: json_response(500, {}))
    scenes = list(fuzz(replace(CONFIG, ids=ids), server, lambda request: request.method != "DELETE"))
    assert "DELETE" not in {request.method for request in server.requests}
    assert "GET" in {request.method for request in server.requests}
    assert not [failure for failure in failures(scenes) if failure.operation.startswith("DELETE")]
    assert not [operation for operation, _ in statuses(scenes) if operation.startswith("DELETE")]


def test_an_operation_that_is_left_out_is_never_called() -> None:
    server = Things()
    list(fuzz(replace(CONFIG, leave_out={"DELETE /things/{id}/", "GET /things/", "POST /things/"}), server))
    assert {request.method for request in server.requests} == {"GET"}
    assert "/things/" not in {request.path for request in server.requests}


def test_the_document_that_is_given_is_left_as_it_is() -> None:
    before = json.dumps(DOCUMENT)
    list(fuzz(replace(CONFIG, ids=ids, leave_out={"GET /things/"}), Things()))
    assert json.dumps(DOCUMENT) == before


def test_a_run_ends_at_its_number_of_requests() -> None:
    server = Things()
    list(fuzz(replace(CONFIG, limits=FuzzLimits(requests=9)), server))
    assert len(server.requests) == 9


def test_the_same_seed_sends_the_same_requests_and_another_seed_does_not() -> None:
    def requests_with(seed: int) -> list[tuple[str, str, bytes]]:
        server = Things()
        list(fuzz(replace(CONFIG, seed=seed, ids=ids), server))
        return [(request.method, request.url, request.content) for request in server.requests]

    assert requests_with(1) == requests_with(1)
    assert requests_with(1) != requests_with(2)


@pytest.mark.parametrize("fault", ["refused", "timeout", "cut", "flood"])
def test_a_broken_connection_is_a_status_of_0_and_ends_no_run(fault: str) -> None:
    def broken(request: Request) -> Response:
        return Response(0, fault=fault)

    scenes = list(fuzz(CONFIG, Things(POST=broken)))
    assert statuses(scenes)["POST /things/", 0] > 0
    assert statuses(scenes)["GET /things/", 200] > 0


def test_sequences_of_operations_are_tried() -> None:
    linked = json.loads(json.dumps(DOCUMENT))
    linked["paths"]["/things/"]["post"]["responses"]["201"]["links"] = {
        "read": {"operationRef": "#/paths/~1things~1{id}~1/get", "parameters": {"id": "$response.body#/id"}}
    }
    server = Things()
    scenes = list(fuzz(replace(CONFIG, document=linked, limits=FuzzLimits(examples=5, phases=("stateful",))), server))
    assert {scene.phase for scene in scenes} == {"stateful"}
    assert "/things/7/" in {request.path for request in server.requests}


@pytest.mark.parametrize("wire", [Things()])
def test_a_document_in_swagger_2_is_understood(wire: Wire) -> None:
    swagger = {
        "swagger": "2.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/things/{id}/": {
                "parameters": [{"name": "id", "in": "path", "required": True, "type": "integer"}],
                "get": {"responses": {"200": {"description": "", "schema": THING}, "404": {"description": ""}}},
            }
        },
    }
    scenes = list(fuzz(replace(CONFIG, document=swagger, ids=ids), wire))
    assert statuses(scenes)["GET /things/{id}/", 200] > 0
    assert not failures(scenes)
