"""Clients of another HTTP library over the transports of this project. Here the other library is a copy of httpx."""

from __future__ import annotations

import asyncio
import sys
from types import ModuleType
from typing import Any

import httpx
import pytest

from conformance.targets.client import WireTransport
from conformance.targets.http_library import http_client, library_of, routed
from conformance.wire import Request, Response, json_response


class Annotated:
    def __init__(self, *, http_client: Any = None, other: Any = None) -> None:
        """Its annotations are texts, as those of SDKs are."""


vars(Annotated)["__init__"].__annotations__.update(http_client="httpx.Client | None", other="httpx2.Client | None")


class Extended(Annotated):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A library with the names of httpx: its classes are httpx's, wrapped as those of another one."""
    library = ModuleType("httpx2")
    for name in dir(httpx):
        setattr(library, name, getattr(httpx, name))
    monkeypatch.setitem(sys.modules, "httpx2", library)
    return library


def wire(request: Request) -> Response:
    match request.path:
        case "/cut":
            return Response(200, (), b"first", fault="cut")
        case "/refused":
            return Response(0, fault="refused")
    return json_response(201, {"sent": request.content.decode(), "query": dict(request.query)})


def test_the_library_is_the_one_that_the_annotation_names(other: ModuleType) -> None:
    assert library_of(Annotated, "http_client") is httpx
    assert library_of(Annotated, "other") is other
    assert library_of(Extended, "other") is other
    assert library_of(Annotated, "no such argument") is httpx


def test_a_sync_client_of_the_other_library_gets_responses_and_errors_of_its_own(other: ModuleType) -> None:
    with http_client(other, "sync", WireTransport(wire)) as client:
        response = client.post("http://sdk.test/a?b=1", content=b"body")
        assert (response.status_code, response.json()) == (201, {"sent": "body", "query": {"b": "1"}})
        with pytest.raises(other.ConnectError):
            client.get("http://sdk.test/refused")
        with pytest.raises(other.RemoteProtocolError):
            client.get("http://sdk.test/cut")


def test_an_async_client_of_the_other_library_gets_responses_and_errors_of_its_own(other: ModuleType) -> None:
    async def call() -> None:
        async with http_client(other, "async", WireTransport(wire)) as client:
            assert (await client.post("http://sdk.test/a", content=b"body")).json()["sent"] == "body"
            with pytest.raises(other.ConnectError):
                await client.get("http://sdk.test/refused")
            with pytest.raises(other.RemoteProtocolError):
                await client.get("http://sdk.test/cut")

    asyncio.run(call())


def test_clients_that_an_sdk_makes_itself_are_routed_while_it_is_wanted(other: ModuleType) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=f"routed {request.url.path}")

    send = other.HTTPTransport.handle_request
    with routed(other, respond), other.Client() as client:
        assert client.get("http://nowhere.test/x").text == "routed /x"
    assert other.HTTPTransport.handle_request is send
