"""The loopback server carries requests and responses as exactly as an injected transport."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from conformance.call_limit import EndlessCall
from conformance.targets.client import BASE_URL, WireTransport
from conformance.targets.loopback import LoopbackServer
from conformance.wire import Request, Response, json_response

JSON = (("content-type", "application/json"), ("x-note", "kept"))


class ScriptedServer:
    """A loopback server with one response for all requests, which it keeps."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.response = Response(200, JSON, b'{"a": "\xc3\xa9"}')
        self.server = LoopbackServer(WireTransport(self.wire).handle_request, BASE_URL)
        self.connection = http.client.HTTPConnection(self.server.url.partition("//")[2])

    def wire(self, request: Request) -> Response:
        self.requests.append(request)
        if request.path == "/endless":
            raise EndlessCall
        return self.response

    def send(self, method: str, target: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        self.connection.request(method, target, body, headers)
        return self.connection.getresponse()


@pytest.fixture
def loopback() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    with closing(scripted.server):
        yield scripted
        scripted.connection.close()


@pytest.mark.parametrize("target", ["/a%2fb/c", "/x?q=[1]&b=%20+~", "/it's/{a}|b", "/?", "/%zz"])
def test_the_target_of_a_request_is_as_it_was_sent(loopback: ScriptedServer, target: str) -> None:
    loopback.send("GET", target).read()
    assert loopback.requests[0].url == BASE_URL + target


def test_a_request_has_the_headers_and_the_body_that_were_sent_and_the_usual_host(loopback: ScriptedServer) -> None:
    body = bytes(range(256)) * 300
    loopback.send("PUT", "/a", body, **{"X-Own": "v\xe9", "Accept-Encoding": "br"}).read()
    (request,) = loopback.requests
    assert (request.method, request.content) == ("PUT", body)
    assert dict(request.headers) == {
        "host": "sdk.test",
        "x-own": "v\xe9",
        "accept-encoding": "br",
        "content-length": str(len(body)),
    }


def test_a_body_in_chunks_is_put_together(loopback: ScriptedServer) -> None:
    loopback.connection.request("POST", "/a", iter([b"ab", b"c"]), encode_chunked=True)
    loopback.connection.getresponse().read()
    assert loopback.requests[0].content == b"abc"


def test_the_client_gets_the_status_the_headers_and_the_bytes_of_the_response(loopback: ScriptedServer) -> None:
    loopback.response = Response(418, (*JSON, ("set-cookie", "a=1"), ("set-cookie", "b=2")), b'{"a":\xff}')
    response = loopback.send("GET", "/a")
    assert (response.status, response.read()) == (418, b'{"a":\xff}')
    assert response.getheaders() == [
        *JSON,
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("Content-Length", "7"),
    ]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_a_response_that_has_no_body_leaves_the_connection_usable(
    loopback: ScriptedServer, method: str, status: int
) -> None:
    loopback.response = Response(status, JSON)
    assert loopback.send(method, "/a").read() == b""
    assert loopback.send("GET", "/b").status == status
    assert [request.path for request in loopback.requests] == ["/a", "/b"]


@pytest.mark.parametrize("fault", ["refused", "timeout", "reset", "closed"])
def test_a_connection_that_fails_is_reset_before_a_response(loopback: ScriptedServer, fault: str) -> None:
    loopback.response = Response(0, fault=fault)
    with pytest.raises(ConnectionError):
        loopback.send("GET", "/a")


def test_a_response_that_is_cut_ends_within_its_body(loopback: ScriptedServer) -> None:
    loopback.response = Response(200, (("content-length", "50"),), b"half", fault="cut")
    response = loopback.send("GET", "/a")
    with pytest.raises(http.client.IncompleteRead) as caught:
        response.read()
    assert caught.value.partial == b"half"


def test_what_ends_a_call_is_raised_in_the_thread_of_the_call(loopback: ScriptedServer) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        loopback.send("GET", "/endless")
    with pytest.raises(EndlessCall):
        loopback.server.raise_failure()
    loopback.connection.close()
    assert loopback.send("GET", "/a").status == 200
    loopback.server.raise_failure()


def test_a_request_that_is_no_http_ends_its_connection_only(loopback: ScriptedServer) -> None:
    with pytest.raises(http.client.HTTPException):
        loopback.send("G[T", "/a")
    loopback.connection.close()
    assert loopback.send("GET", "/a").status == 200
    assert len(loopback.requests) == 1


def test_closing_ends_every_thread_and_connection() -> None:
    before = threading.active_count()
    scripted = ScriptedServer()
    scripted.send("GET", "/a").read()
    scripted.server.close()
    assert threading.active_count() == before
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        scripted.send("GET", "/a")
    scripted.connection.close()


def test_the_request_equals_that_of_an_injected_transport(loopback: ScriptedServer) -> None:
    injected: list[Request] = []

    def keep(request: Request) -> Response:
        injected.append(request)
        return json_response(200, {})

    for client, url in (
        (httpx.Client(transport=WireTransport(keep)), BASE_URL),
        (httpx.Client(trust_env=False), loopback.server.url),
    ):
        with client:
            client.post(f"{url}/a b/ü", params={"q": ["1", "ä&"]}, json={"a": [None]}, headers={"X-A": "b"})
    assert loopback.requests == injected
