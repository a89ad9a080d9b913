"""The online wire against a server of the tests that answers as it is told, byte for byte."""

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
from conformance.servers.server_wire import Bounds, BudgetSpent, ServerGone, ServerWire
from conformance.targets.client import BASE_URL
from conformance.wire import Request

SHORT = Bounds(seconds=0.4, size=100_000)
Act = Callable[[socket.socket, bytes], bool]  # answers one request; whether the connection stays


@dataclass
class Faux:
    """A server that answers each request with what `acts` has for its path. `seen` are the requests as they came."""

    acts: dict[str, Act]
    listener: socket.socket
    seen: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def end(self) -> None:
        """Accept nothing more."""
        with suppress(OSError):  # it has ended already
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self.attend, args=(peer,), daemon=True).start()

    def attend(self, peer: socket.socket) -> None:
        with peer, suppress(OSError):
            stays = True
            while stays and (message := whole(peer)):
                self.seen.append(message)
                path = message.split(b" ", 2)[1].decode()
                stays = self.acts[path.partition("?")[0]](peer, message)


def whole(peer: socket.socket) -> bytes:
    """One request with the body that its length tells."""
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


def says(*pieces: bytes, stays: bool = True, pause: float = 0.0) -> Act:
    """Send these bytes."""

    def act(peer: socket.socket, _: bytes) -> bool:
        for piece in pieces:
            peer.sendall(piece)
            time.sleep(pause)
        return stays

    return act


def ok(body: bytes, *headers: bytes) -> bytes:
    """A whole answer."""
    lines = (b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers)
    return b"\r\n".join((*lines, b"", body))


def hangs(_: socket.socket, __: bytes) -> bool:
    time.sleep(2)
    return False


@contextmanager
def served(acts: dict[str, Act]) -> Iterator[Faux]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        faux = Faux(acts, listener)
        threading.Thread(target=faux.serve, daemon=True).start()
        yield faux
        faux.end()


@contextmanager
def asked(acts: dict[str, Act], bounds: Bounds = SHORT) -> Iterator[tuple[Faux, ServerWire]]:
    with served(acts) as faux:
        online = ServerWire(Server(faux.url, "1", "Test", own=True, token="real"), "stand-in", bounds, lambda _: None)
        try:
            yield faux, online
        finally:
            online.close()


def get(path: str, *headers: tuple[str, str], method: str = "GET", content: bytes = b"") -> Request:
    return Request(method, BASE_URL + path, headers, content)


def test_an_answer_comes_with_all_its_headers_in_order() -> None:
    answer = ok(b"{}", b"Set-Cookie: a=1", b"X-One: 1", b"Set-Cookie: b=2", b"Connection: keep-alive")
    with asked({"/a": says(answer)}) as (_, online):
        response = online(get("/a"))
    assert response.status == 200
    assert response.content == b"{}"
    assert response.headers == (("content-length", "2"), ("set-cookie", "a=1"), ("x-one", "1"), ("set-cookie", "b=2"))


def test_a_request_is_sent_as_it_was_made_but_for_host_connection_and_token() -> None:
    request = get(
        "/a?x=%20&x=2", ("authorization", "Token stand-in"), ("host", "sdk.test"), ("connection", "close"),
        ("content-length", "3"), ("x-b", ""), ("x-b", "\xe9"), method="POST", content=b"abc",
    )  # fmt: skip
    with asked({"/a": says(ok(b""))}) as (faux, online):
        online(request)
        host = faux.url.removeprefix("http://").encode()
    assert faux.seen == [
        b"POST /a?x=%20&x=2 HTTP/1.1\r\nhost: " + host + b"\r\nauthorization: Token real\r\n"
        b"content-length: 3\r\nx-b: \r\nx-b: \xe9\r\n\r\nabc"
    ]


def test_a_body_without_a_length_is_given_one() -> None:
    with asked({"/a": says(ok(b""))}) as (faux, online):
        online(get("/a", method="PUT", content=b"abcd"))
        online(get("/a", method="POST"))
    assert [b"content-length: 4" in faux.seen[0], b"content-length: 0" in faux.seen[1]] == [True, True]


def test_a_body_in_chunks_is_sent_in_chunks() -> None:
    with asked({"/a": says(ok(b""))}) as (faux, online):
        online(get("/a", ("transfer-encoding", "chunked"), method="POST", content=b"abc"))
    assert faux.seen[0].endswith(b"\r\n\r\n3\r\nabc\r\n0\r\n\r\n")


@pytest.mark.parametrize("value", ["a\r\nx-smuggled: 1", " a", "a\0"])
def test_a_header_that_no_client_sends_is_not_sent(value: str) -> None:
    with asked({"/a": says(ok(b""))}) as (faux, online):
        assert online(get("/a", ("x-a", value))).fault == "cut"
    assert faux.seen == []


def test_one_connection_serves_many_requests() -> None:
    with asked({"/a": says(ok(b"x"))}) as (faux, online):
        assert {online(get("/a")).content for _ in range(20)} == {b"x"}
    assert faux.connections == 1


def test_answers_in_chunks_and_to_head_leave_the_connection_usable() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    acts = {"/c": says(chunked), "/h": says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), "/a": says(ok(b"x"))}
    with asked(acts) as (faux, online):
        assert online(get("/c")).content == b"abcde"
        assert online(get("/h", method="HEAD")).fault == ""
        assert online(get("/a")).content == b"x"
    assert faux.connections == 1


def test_a_compressed_answer_is_given_as_it_was_before() -> None:
    body = gzip.compress(b"a" * 1000)
    with asked({"/a": says(ok(body, b"Content-Encoding: gzip", b"X-A: 1"))}) as (_, online):
        response = online(get("/a"))
    assert response.content == b"a" * 1000
    assert response.headers == (("x-a", "1"),)


def test_a_small_answer_that_unpacks_without_end_is_a_flood() -> None:
    body = gzip.compress(b"a" * 10_000_000)
    with asked({"/a": says(ok(body, b"Content-Encoding: gzip"))}) as (_, online):
        response = online(get("/a"))
    assert (response.fault, len(response.content)) == ("flood", SHORT.size)


def test_what_is_no_compression_is_a_cut() -> None:
    with asked({"/a": says(ok(b"nothing", b"Content-Encoding: gzip"))}) as (_, online):
        assert online(get("/a")).fault == "cut"


def test_an_endless_answer_is_a_flood() -> None:
    endless = says(b"HTTP/1.1 200 OK\r\n\r\n", *([b"a" * 50_000] * 4), stays=False)
    with asked({"/a": endless}) as (_, online):
        response = online(get("/a"))
    assert (response.status, response.fault, len(response.content)) == (200, "flood", SHORT.size)


@pytest.mark.parametrize(
    "sent",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"nonsense\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"],
)  # fmt: skip
def test_an_answer_that_breaks_off_is_a_cut(sent: bytes) -> None:
    with asked({"/a": says(sent, stays=False)}) as (_, online):
        assert online(get("/a")).fault == "cut"


def test_what_came_before_a_cut_is_kept() -> None:
    with asked({"/a": says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", stays=False)}) as (_, online):
        response = online(get("/a"))
    assert (response.status, response.content) == (200, b"abc")


DRIPS = says(b"HTTP/1.1 200 OK\r\nX: ", *([b"a"] * 40), pause=0.05)
SLOW_BODY = says(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", *([b"a"] * 40), pause=0.05)


@pytest.mark.parametrize("act", [hangs, DRIPS, SLOW_BODY], ids=["hangs", "drips headers", "drips a body"])
def test_a_whole_answer_has_a_bound_of_time(act: Act) -> None:
    with asked({"/a": act, "/b": says(ok(b"x"))}) as (_, online):
        began = time.monotonic()
        assert online(get("/a")).fault == "timeout"
        assert time.monotonic() - began < 1.5
        assert online(get("/b")).content == b"x"  # by a connection of its own


def test_a_connection_that_the_server_ended_is_opened_again() -> None:
    with asked({"/a": says(ok(b"x"), stays=False)}) as (faux, online):
        for _ in range(3):
            assert online(get("/a", method="POST")).content == b"x"
            time.sleep(0.05)
    assert faux.connections == 3


@pytest.mark.parametrize(("method", "times", "fault"), [("GET", 2, ""), ("POST", 1, "cut"), ("DELETE", 1, "cut")])
def test_what_may_have_been_done_is_not_sent_twice(method: str, times: int, fault: str) -> None:
    """The server ends a connection that was kept as the next request comes in."""
    came: list[bytes] = []

    def ends(peer: socket.socket, message: bytes) -> bool:
        came.append(message)
        return False if len(came) == 2 else says(ok(b"x"))(peer, message)

    with asked({"/a": ends}) as (_, online):
        online(get("/a"))
        assert online(get("/a", method=method)).fault == fault
        assert len(came) == 1 + times


def test_a_new_connection_that_is_ended_is_not_opened_again() -> None:
    with asked({"/a": says(stays=False)}) as (faux, online):
        assert online(get("/a")).fault == "cut"
    assert len(faux.seen) == 1


def test_an_answer_to_a_body_that_was_not_read_is_received() -> None:
    def refuses(peer: socket.socket, _: bytes) -> bool:
        peer.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        peer.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        return False

    with asked({"/a": refuses}) as (_, online):
        request = get("/a", ("content-length", "0"), method="POST", content=b"a" * 300_000)
        assert online(request).status == 413


def test_answers_in_small_pieces_are_not_waited_for() -> None:
    """A development server writes the head and the body apart, which costs 40 ms where nobody acknowledges the head."""
    with asked({"/a": says(b"HTTP/1.1 200 OK\r\n", b"Content-Length: 1\r\n\r\n", b"x")}) as (_, online):
        began = time.monotonic()
        for _ in range(20):
            assert online(get("/a")).content == b"x"
        assert time.monotonic() - began < 20 * 0.02


def test_a_server_that_is_gone_is_waited_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.3)
    monkeypatch.setattr(wire, "POLL_SECONDS", 0.05)
    with asked({"/a": says(ok(b"x"))}) as (faux, online):
        faux.end()
        assert online(get("/a")).fault == "refused"
        assert online.gone
        with pytest.raises(ServerGone):
            online(get("/a"))


def test_a_server_that_starts_again_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "POLL_SECONDS", 0.05)
    with asked({"/a": says(ok(b"x"))}) as (faux, online):
        address = faux.listener.getsockname()
        faux.end()

        def again() -> None:
            faux.listener = socket.create_server(address)
            faux.acts["/"] = says(ok(b""))
            faux.serve()

        threading.Timer(0.3, again).start()
        assert online(get("/a")).content == b"x"
        assert not online.gone


def test_no_more_requests_are_sent_than_allowed() -> None:
    with asked({"/a": says(ok(b"x"))}, replace(SHORT, requests=2)) as (faux, online):
        online(get("/a"))
        online(get("/a"))
        with pytest.raises(BudgetSpent):
            online(get("/a"))
    assert len(faux.seen) == 2


def test_no_more_requests_are_sent_in_a_second_than_allowed() -> None:
    with asked({"/a": says(ok(b"x"))}, replace(SHORT, rate=50)) as (_, online):
        began = time.monotonic()
        for _ in range(6):
            online(get("/a"))
        assert time.monotonic() - began >= 5 / 50


def test_the_servers_own_time_is_counted_and_not_passed_on() -> None:
    with asked({"/a": says(ok(b"x", b"Server-Timing: db;dur=1, app;dur=12.5"))}) as (_, online):
        assert online(get("/a")).headers == (("content-length", "1"),)
        assert online.tally.server_seconds == 0.0125


def test_a_server_below_a_path_is_asked_there() -> None:
    with served({"/ls/a": says(ok(b"x"))}) as faux:
        online = ServerWire(Server(f"{faux.url}/ls", "1", "Test", own=True, token="t"), "s", SHORT, lambda _: None)
        assert online.absolute(Request("GET", f"{faux.url}/ls/a", (), b"")).content == b"x"
        online.close()


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with asked({"/a": says(ok(b"x"))}) as (_, online):
        assert online(get("/a")).content == b"x"


def test_a_server_without_a_certificate_that_is_trusted_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PATIENCE", 0.0)
    with served({}) as faux:
        url = faux.url.replace("http://", "https://")
        online = ServerWire(Server(url, "1", "Test", own=False, token="t"), "s", SHORT, lambda _: None)
        assert online(get("/a")).fault in {"refused", "timeout"}
        online.close()
