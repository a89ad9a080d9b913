from __future__ import annotations

import socket
import threading

import httpx
import pytest

from conformance.servers.emulators.services.listeners import FAILED, open_listeners
from conformance.servers.emulators.services.web import MOST_BYTES, Reply, Request, as_json, serve

PLENTY_SECONDS = 10.0


def unloadable(_: socket.socket) -> None:
    raise ImportError("no such emulator")


def echo(request: Request) -> Reply:
    return as_json(
        {"method": request.method, "path": request.path, "query": request.first("q"), "of": len(request.body)}
    )


def first_of(port: int) -> bytes:
    """What a caller hears first; nothing from a door that ends the connection, in whichever way it does."""
    try:
        with socket.create_connection(("127.0.0.1", port), PLENTY_SECONDS) as connection:
            return connection.recv(1)
    except ConnectionError:
        return b""


@pytest.fixture(scope="module")
def url() -> str:
    port = open_listeners({"echo": lambda listening: serve(listening, echo)})["echo"]
    return f"http://127.0.0.1:{port}"


def test_what_stands_behind_a_door_is_loaded_when_somebody_knocks() -> None:
    loaded = threading.Event()
    port = open_listeners({"one": lambda _: loaded.set()})["one"]
    assert not loaded.wait(0.05)
    with socket.create_connection(("127.0.0.1", port)):
        assert loaded.wait(PLENTY_SECONDS)


def test_a_stand_in_that_cannot_be_loaded_refuses_its_callers(capsys: pytest.CaptureFixture[str]) -> None:
    port = open_listeners({"one": unloadable})["one"]
    assert first_of(port) == b""
    assert capsys.readouterr().err == f"{FAILED} one: ImportError: no such emulator\n"


def test_each_request_on_one_connection_is_answered(url: str) -> None:
    with httpx.Client(base_url=url) as client:
        posted = client.post("/a?q=1", content=b"abc").json()
        read = client.get("/b").json()
    assert posted == {"method": "POST", "path": "/a", "query": "1", "of": 3}
    assert read == {"method": "GET", "path": "/b", "query": "", "of": 0}


def test_a_head_has_no_body(url: str) -> None:
    reply = httpx.head(url)
    assert (reply.status_code, reply.content) == (200, b"")


@pytest.mark.parametrize(
    "told", [f"Content-Length: {MOST_BYTES + 1}", "Transfer-Encoding: chunked", "Content-Length: x"]
)
def test_a_body_of_unknown_or_enormous_size_is_refused(url: str, told: str) -> None:
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), PLENTY_SECONDS) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: a\r\n{told}\r\n\r\n".encode())
        assert b" 413 " in connection.makefile("rb").readline()
