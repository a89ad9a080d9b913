"""The online wire against a scripted server that responds with exact bytes."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

import pytest

from conformance.servers import server_wire as wire
from conformance.servers.server import Server
from conformance.servers.server_wire import BudgetSpent, RequestLimits, ServerGone, ServerWire
from conformance.targets.client import BASE_URL
from conformance.wire import Request

SHORT = RequestLimits(response_seconds=0.4, response_bytes=100_000)
Act = Callable[[socket.socket, bytes], bool]  # responds to one request; returns whether the connection stays open


@dataclass
class ScriptedServer:
    """A server that responds to each request by the act for its path. `received` are the raw requests."""

    acts: dict[str, Act]
    listener: socket.socket
    received: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def end(self) -> None:
        """Accept nothing more."""
        with suppress(OSError):  # already closed
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self.handle, args=(peer,), daemon=True).start()

    def handle(self, peer: socket.socket) -> None:
        with peer, suppress(OSError):
            stays = True
            while stays and (message := read_request(peer)):
                self.received.append(message)
                path = message.split(b" ", 2)[1].decode()
                stays = self.acts[path.partition("?")[0]](peer, message)


def read_request(peer: socket.socket) -> bytes:
    """One request with its body of `Content-Length` bytes."""
    message = b""
    while b"\r\n\r\n" not in message:
        piece = peer.recv(65536)
        if not piece:
            return b""
        message += piece
    head, _, body = message.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = int(lengths[0].split(b":")[1]) - len(body) if lengths else 0
    while left > 0:
        piece = peer.recv(65536)
        message, left = message + piece, left - len(piece)
    return message


def sends(*pieces: bytes, stays: bool = True, pause: float = 0.0) -> Act:
    """Send these bytes."""

    def act(peer: socket.socket, _: bytes) -> bool:
        for piece in pieces:
            peer.sendall(piece)
            time.sleep(pause)
        return stays

    return act


def ok(body: bytes, *headers: bytes) -> bytes:
    """A complete response."""
    lines = (b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers)
    return b"\r\n".join((*lines, b"", body))


def hangs(_: socket.socket, __: bytes) -> bool:
    time.sleep(2)
    return False


@contextmanager
def served(acts: dict[str, Act]) -> Iterator[ScriptedServer]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedServer(acts, listener)
        threading.Thread(target=server.serve, daemon=True).start()
        yield server
        server.end()


def wire_to(url: str, *, placeholder: str = "placeholder", limits: RequestLimits = SHORT) -> ServerWire:
    server = Server(url=url, version="1", edition="Test", managed=True, token="real")
    return ServerWire(server, placeholder=placeholder, limits=limits, permit=lambda _: None)


@contextmanager
def wired(acts: dict[str, Act], limits: RequestLimits = SHORT) -> Iterator[tuple[ScriptedServer, ServerWire]]:
    with served(acts) as server:
        online = wire_to(server.url, placeholder="placeholder", limits=limits)
        try:
            yield server, online
        finally:
            online.close()


def get(path: str, *headers: tuple[str, str], method: str = "GET", content: bytes = b"") -> Request:
    return Request(method, BASE_URL + path, headers, content)


def test_a_response_keeps_all_headers_in_order() -> None:
    response_bytes = ok(b"{}", b"Set-Cookie: a=1", b"X-One: 1", b"Set-Cookie: b=2", b"Connection: keep-alive")
    with wired({"/a": sends(response_bytes)}) as (_, online):
        response = online(get("/a"))
    assert response.status == 200
    assert response.content == b"{}"
    assert response.headers == (("content-length", "2"), ("set-cookie", "a=1"), ("x-one", "1"), ("set-cookie", "b=2"))


def test_a_request_is_sent_unchanged_except_host_connection_and_token() -> None:
    request = get(
        "/a?x=%20&x=2", ("authorization", "Token placeholder"), ("host", "sdk.test"), ("connection", "close"),
        ("content-length", "3"), ("x-b", ""), ("x-b", "\xe9"), method="POST", content=b"abc",
    )  # fmt: skip
    with wired({"/a": sends(ok(b""))}) as (server, online):
        online(request)
        host = server.url.removeprefix("http://").encode()
    assert server.received == [
        b"POST /a?x=%20&x=2 HTTP/1.1\r\nhost: " + host + b"\r\nauthorization: Token real\r\n"
        b"content-length: 3\r\nx-b: \r\nx-b: \xe9\r\n\r\nabc"
    ]


def test_a_body_without_a_length_gets_one() -> None:
    with wired({"/a": sends(ok(b""))}) as (server, online):
        online(get("/a", method="PUT", content=b"abcd"))
        online(get("/a", method="POST"))
    assert [b"content-length: 4" in server.received[0], b"content-length: 0" in server.received[1]] == [True, True]


def test_a_body_in_chunks_is_sent_in_chunks() -> None:
    with wired({"/a": sends(ok(b""))}) as (server, online):
        online(get("/a", ("transfer-encoding", "chunked"), method="POST", content=b"abc"))
    assert server.received[0].endswith(b"\r\n\r\n3\r\nabc\r\n0\r\n\r\n")


@pytest.mark.parametrize("value", ["a\r\nx-smuggled: 1", " a", "a\0"])
def test_a_malformed_header_is_not_sent(value: str) -> None:
    with wired({"/a": sends(ok(b""))}) as (server, online):
        assert online(get("/a", ("x-a", value))).fault == "cut"
    assert server.received == []


def test_one_connection_serves_many_requests() -> None:
    with wired({"/a": sends(ok(b"x"))}) as (server, online):
        assert {online(get("/a")).content for _ in range(20)} == {b"x"}
    assert server.connections == 1


def test_the_connection_stays_usable_after_chunked_responses_and_head() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    acts = {"/c": sends(chunked), "/h": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), "/a": sends(ok(b"x"))}
    with wired(acts) as (server, online):
        assert online(get("/c")).content == b"abcde"
        assert online(get("/h", method="HEAD")).fault == ""
        assert online(get("/a")).content == b"x"
    assert server.connections == 1


def test_a_compressed_response_is_decompressed() -> None:
    body = gzip.compress(b"a" * 1000)
    with wired({"/a": sends(ok(body, b"Content-Encoding: gzip", b"X-A: 1"))}) as (_, online):
        response = online(get("/a"))
    assert response.content == b"a" * 1000
    assert response.headers == (("x-a", "1"),)


def test_a_decompression_bomb_is_a_flood() -> None:
    body = gzip.compress(b"a" * 10_000_000)
    with wired({"/a": sends(ok(body, b"Content-Encoding: gzip"))}) as (_, online):
        response = online(get("/a"))
    assert (response.fault, len(response.content)) == ("flood", SHORT.response_bytes)


def test_invalid_compression_is_a_cut() -> None:
    with wired({"/a": sends(ok(b"nothing", b"Content-Encoding: gzip"))}) as (_, online):
        assert online(get("/a")).fault == "cut"


def test_an_endless_response_is_a_flood() -> None:
    endless = sends(b"HTTP/1.1 200 OK\r\n\r\n", *([b"a" * 50_000] * 4), stays=False)
    with wired({"/a": endless}) as (_, online):
        response = online(get("/a"))
    assert (response.status, response.fault, len(response.content)) == (200, "flood", SHORT.response_bytes)


@pytest.mark.parametrize(
    "sent",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"nonsense\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"],
)  # fmt: skip
def test_a_response_that_breaks_off_is_a_cut(sent: bytes) -> None:
    with wired({"/a": sends(sent, stays=False)}) as (_, online):
        assert online(get("/a")).fault == "cut"


def test_the_bytes_before_a_cut_are_kept() -> None:
    with wired({"/a": sends(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", stays=False)}) as (_, online):
        response = online(get("/a"))
    assert (response.status, response.content) == (200, b"abc")


DRIPS = sends(b"HTTP/1.1 200 OK\r\nX: ", *([b"a"] * 40), pause=0.05)
SLOW_BODY = sends(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *([b"a"] * 40), pause=0.05)


@pytest.mark.parametrize("act", [hangs, DRIPS, SLOW_BODY], ids=["hangs", "drips headers", "drips a body"])
def test_a_response_has_a_total_time_limit(act: Act) -> None:
    with wired({"/a": act, "/b": sends(ok(b"x"))}) as (_, online):
        started = time.monotonic()
        assert online(get("/a")).fault == "timeout"
        assert time.monotonic() - started < 1.5
        assert online(get("/b")).content == b"x"  # on a new connection


def test_a_connection_that_the_server_closed_is_reopened() -> None:
    with wired({"/a": sends(ok(b"x"), stays=False)}) as (server, online):
        for _ in range(3):
            assert online(get("/a", method="POST")).content == b"x"
            time.sleep(0.05)
    assert server.connections == 3


@pytest.mark.parametrize(("method", "times", "fault"), [("GET", 2, ""), ("POST", 1, "cut"), ("DELETE", 1, "cut")])
def test_a_request_that_may_have_had_an_effect_is_not_sent_twice(method: str, times: int, fault: str) -> None:
    """The server closes a kept connection just as the next request arrives."""
    requests: list[bytes] = []

    def close_on_second(peer: socket.socket, message: bytes) -> bool:
        requests.append(message)
        return False if len(requests) == 2 else sends(ok(b"x"))(peer, message)

    with wired({"/a": close_on_second}) as (_, online):
        online(get("/a"))
        assert online(get("/a", method=method)).fault == fault
        assert len(requests) == 1 + times


def test_a_new_connection_that_the_server_closes_is_not_reopened() -> None:
    with wired({"/a": sends(stays=False)}) as (server, online):
        assert online(get("/a")).fault == "cut"
    assert len(server.received) == 1


def test_a_response_to_an_unread_body_is_received() -> None:
    def refuses(peer: socket.socket, _: bytes) -> bool:
        peer.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        peer.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        return False

    with wired({"/a": refuses}) as (_, online):
        request = get("/a", ("content-length", "0"), method="POST", content=b"a" * 300_000)
        assert online(request).status == 413


def test_responses_in_small_pieces_are_not_delayed() -> None:
    """A development server writes the head and the body separately, 40 ms apart unless each is acknowledged at once."""
    with wired({"/a": sends(b"HTTP/1.1 200 OK\r\n", b"Content-Length: 1\r\n\r\n", b"x")}) as (_, online):
        times = []
        for _ in range(20):
            started = time.monotonic()
            assert online(get("/a")).content == b"x"
            times.append(time.monotonic() - started)
        assert sorted(times)[10] < 0.03


def test_the_wire_waits_only_once_for_a_server_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RECOVERY_SECONDS", 0.3)
    monkeypatch.setattr(wire, "POLL_SECONDS", 0.05)
    with wired({"/a": sends(ok(b"x"))}) as (server, online):
        server.end()
        assert online(get("/a")).fault == "refused"
        assert online.gone
        with pytest.raises(ServerGone):
            online(get("/a"))


def test_a_server_that_restarts_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "POLL_SECONDS", 0.05)
    with wired({"/a": sends(ok(b"x"))}) as (server, online):
        address = server.listener.getsockname()
        server.end()

        def restart() -> None:
            server.listener = socket.create_server(address)
            server.acts["/"] = sends(ok(b""))
            server.serve()

        threading.Timer(0.3, restart).start()
        assert online(get("/a")).content == b"x"
        assert not online.gone


def test_the_request_limit_holds() -> None:
    with wired({"/a": sends(ok(b"x"))}, replace(SHORT, requests=2)) as (server, online):
        online(get("/a"))
        online(get("/a"))
        with pytest.raises(BudgetSpent):
            online(get("/a"))
    assert len(server.received) == 2


def test_the_rate_limit_holds() -> None:
    with wired({"/a": sends(ok(b"x"))}, replace(SHORT, rate=50)) as (_, online):
        started = time.monotonic()
        for _ in range(6):
            online(get("/a"))
        assert time.monotonic() - started >= 5 / 50


def test_the_servers_own_time_is_counted_and_its_header_dropped() -> None:
    with wired({"/a": sends(ok(b"x", b"Server-Timing: db;dur=1, app;dur=12.5"))}) as (_, online):
        assert online(get("/a")).headers == (("content-length", "1"),)
        assert online.stats.server_seconds == 0.0125


def test_a_server_below_a_path_is_reached_there() -> None:
    with served({"/ls/a": sends(ok(b"x"))}) as server:
        online = wire_to(f"{server.url}/ls")
        assert online.send_absolute(Request("GET", f"{server.url}/ls/a", (), b"")).content == b"x"
        online.close()


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with wired({"/a": sends(ok(b"x"))}) as (_, online):
        assert online(get("/a")).content == b"x"


def test_a_server_without_a_trusted_certificate_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "RECOVERY_SECONDS", 0.0)
    with served({}) as server:
        online = wire_to(server.url.replace("http://", "https://"))
        assert online(get("/a")).fault in {"refused", "timeout"}
        online.close()
