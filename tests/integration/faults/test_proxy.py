"""The proxy forwards everything unchanged, except for the injected fault."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.integration.faults.proxy import Proxy, proxied


class Echo(BaseHTTPRequestHandler):
    """Echoes each request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def respond(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        payload = {
            "id": 1,
            "host": self.headers["host"],
            "path": self.path,
            "body": self.rfile.read(length).decode(),
            "method": self.command,
        }
        content = b"" if self.command == "DELETE" else json.dumps(payload).encode()
        self.send_response(204 if self.command == "DELETE" else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Port", str(self.client_address[1]))
        if content:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = respond  # noqa: N815  # the names are the library's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def echo() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with echo() as url, proxied(url) as running:
        yield running


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy.url) as opened:
        yield opened


def test_without_a_fault_the_proxy_forwards_everything(proxy: Proxy, client: httpx.Client) -> None:
    response = client.post("/things/?a=%20b&a=c", content="ä".encode(), headers={"X-Own": "yes"})
    assert response.json() == {
        "id": 1,
        "host": urlsplit(proxy.url).netloc,
        "path": "/things/?a=%20b&a=c",
        "body": "ä",
        "method": "POST",
    }
    assert client.delete("/things/1/").status_code == 204


def test_connections_are_kept_on_both_sides(client: httpx.Client) -> None:
    assert len({client.get("/").headers["x-port"] for _ in range(5)}) == 1


def test_a_chunked_body_is_forwarded(client: httpx.Client) -> None:
    assert client.post("/", content=iter([b"one", b"two"])).json()["body"] == "onetwo"


@pytest.mark.parametrize(
    ("method", "path", "hit"),
    [
        ("GET", "/things/7/", True),
        ("GET", "/things/7", True),
        ("GET", "/things/", False),
        ("POST", "/things/7/", False),
    ],
)
def test_a_fault_is_for_one_operation(proxy: Proxy, client: httpx.Client, method: str, path: str, hit: bool) -> None:
    with proxy.fault("required field dropped", "GET", "/things/{id}/", "id") as switched:
        response = client.request(method, path).json()
    assert ("id" not in response) == hit
    assert switched.injected == hit


def test_a_fault_can_be_switched_off(proxy: Proxy, client: httpx.Client) -> None:
    with proxy.fault("HTML", "GET", "/"):
        assert client.get("/").headers["content-type"].startswith("text/html")
    assert client.get("/").json()["id"] == 1


@pytest.mark.parametrize("kind", ["cut in the headers", "cut in the body"])
def test_a_cut_connection_does_not_affect_the_next_one(proxy: Proxy, client: httpx.Client, kind: str) -> None:
    with proxy.fault(kind, "GET", "/") as switched, pytest.raises(httpx.RemoteProtocolError):
        client.get("/")
    assert switched.injected == 1
    assert client.get("/").json()["id"] == 1


def test_a_lost_client_connection_is_closed_at_the_server_too(proxy: Proxy, client: httpx.Client) -> None:
    before = threading.active_count()
    with proxy.fault("cut in the body", "GET", "/"):
        for _ in range(30):
            with pytest.raises(httpx.RemoteProtocolError):
                client.get("/")
    until = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() <= before


def test_an_ignored_parameter_does_not_reach_the_server(proxy: Proxy, client: httpx.Client) -> None:
    with proxy.fault("query parameter ignored", "GET", "/things/", "page"):
        assert client.get("/things/?page=1&size=2").json()["path"] == "/things/?size=2"


def test_an_ignored_body_field_does_not_reach_the_server(proxy: Proxy, client: httpx.Client) -> None:
    with proxy.fault("body field ignored", "POST", "/things/"):
        assert json.loads(client.post("/things/", json={"a": 1, "b": 2}).json()["body"]) == {"a": 1}


def test_concurrent_clients_get_their_own_responses(proxy: Proxy) -> None:
    wrong: list[str] = []

    def send(name: str) -> None:
        with httpx.Client(base_url=proxy.url) as own:
            wrong.extend(name for at in range(20) if own.get(f"/{name}/{at}").json()["path"] != f"/{name}/{at}")

    threads = [threading.Thread(target=send, args=(str(at),)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert proxy.passed == 120


def test_a_dead_server_is_a_bad_gateway() -> None:
    with echo() as url:
        pass
    with proxied(url) as proxy:
        assert httpx.get(proxy.url).status_code == 502


def test_an_open_connection_does_not_block_closing_the_proxy() -> None:
    before = threading.active_count()
    with echo() as url:
        with proxied(url) as proxy:
            kept = http.client.HTTPConnection(urlsplit(proxy.url).netloc)
            kept.request("GET", "/")
            kept.getresponse().read()
            started = time.monotonic()
        assert time.monotonic() - started < 5
        kept.close()
    assert threading.active_count() == before
