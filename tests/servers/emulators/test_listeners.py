from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import httpx
import pytest

from conformance.servers.emulators.services.emulator import Emulator
from conformance.servers.emulators.services.listeners import EMULATORS, FAILED, open_listeners
from conformance.servers.emulators.services.web import MAX_BODY_BYTES, Request, Response, json_response, serve

PLENTY_SECONDS = 10.0


def unloadable(_: socket.socket) -> None:
    raise ImportError("no such emulator")


def echo(request: Request) -> Response:
    return json_response(
        {"method": request.method, "path": request.path, "query": request.first("q"), "of": len(request.body)}
    )


def first_byte(port: int) -> bytes:
    """The first byte from a port, or nothing where the connection is closed or refused."""
    try:
        with socket.create_connection(("127.0.0.1", port), PLENTY_SECONDS) as connection:
            return connection.recv(1)
    except ConnectionError:
        return b""


def port_of(serve_one: Callable[[socket.socket], None]) -> int:
    emulator = Emulator(name="one", serve=serve_one, values=lambda _: {})
    return open_listeners([emulator])["one"]


@pytest.fixture(scope="module")
def url() -> str:
    port = port_of(lambda listener: serve(listener, echo))
    return f"http://127.0.0.1:{port}"


def test_an_emulator_is_loaded_on_the_first_connection() -> None:
    loaded = threading.Event()
    port = port_of(lambda _: loaded.set())
    assert not loaded.wait(0.05)
    with socket.create_connection(("127.0.0.1", port)):
        assert loaded.wait(PLENTY_SECONDS)


def test_an_emulator_that_does_not_load_closes_its_connections(capsys: pytest.CaptureFixture[str]) -> None:
    port = port_of(unloadable)
    assert first_byte(port) == b""
    assert capsys.readouterr().err == f"{FAILED} one: ImportError: no such emulator\n"


def test_one_connection_serves_several_requests(url: str) -> None:
    with httpx.Client(base_url=url) as client:
        posted = client.post("/a?q=1", content=b"abc").json()
        read = client.get("/b").json()
    assert posted == {"method": "POST", "path": "/a", "query": "1", "of": 3}
    assert read == {"method": "GET", "path": "/b", "query": "", "of": 0}


def test_a_head_has_no_body(url: str) -> None:
    response = httpx.head(url)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "header", [f"Content-Length: {MAX_BODY_BYTES + 1}", "Transfer-Encoding: chunked", "Content-Length: x"]
)
def test_a_body_of_unknown_or_enormous_size_is_refused(url: str, header: str) -> None:
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), PLENTY_SECONDS) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: a\r\n{header}\r\n\r\n".encode())
        assert b" 413 " in connection.makefile("rb").readline()


def test_no_two_emulators_share_a_name_or_a_value() -> None:
    names = [emulator.name for emulator in EMULATORS]
    values = [name for emulator in EMULATORS for name in emulator.values(1)]
    assert len(names) == len(set(names))
    assert len(values) == len(set(values))
