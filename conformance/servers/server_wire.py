"""The online wire: requests go to a real server, within bounds of time, size, number and rate.

The SDK's clients are opened on the offline address; only here is it replaced by the server's, so that recordings and
findings do not depend on where the server runs.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.servers.connection import Connection
from conformance.servers.server import Server
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

MOST_SECONDS: Final = 20.0  # for one answer; a large import takes two
MOST_BYTES: Final = 16_000_000  # of one answer; the largest real one has less than one million
PATIENCE: Final = 30.0  # seconds that a server which is gone may take to come back
POLL_SECONDS: Final = 0.5
MOST_HANGING: Final = 3  # answers in a row that did not come in time, until it is asked whether the server lives
HOPELESS: Final = 12  # likewise, until it is taken for dead although something answers
_TIMING: Final = re.compile(r"\bapp;dur=([0-9.]+)")
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server-timing"})
_ENCODED: Final = frozenset({"content-encoding", "content-length"})  # not of the decompressed content
_PROBE: Final = Request("GET", f"{BASE_URL}/", (), b"")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may ask of a server. `rate` is requests in a second, 0 for as many as it answers."""

    requests: int = 100_000
    rate: float = 0.0
    seconds: float = MOST_SECONDS
    size: int = MOST_BYTES


@dataclass(slots=True)
class RequestStats:
    """What was asked so far. `server_seconds` is the server's own time, where it tells it."""

    requests: int = 0
    wire_seconds: float = 0.0
    server_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)  # of each answer since it was last taken


class BudgetSpent(BaseException):
    """The run has made as many requests as it may. Not an Exception: no SDK's broad `except` may swallow it."""


class ServerGone(BaseException):
    """The server does not answer any more. Not an Exception: no SDK's broad `except` may swallow it."""


class ServerWire:
    """A wire to one server. `permit` is asked before anything is sent, and raises for what may not be sent.

    `stand_in` is what the SDK's client was given to authenticate with: only here the server's `token` takes its place,
    so that no request that is looked at, recorded or reported holds a secret. Another `token` makes it another user.

    Failures of the connection are answers: `Response.fault` is "refused", "timeout", "cut" or "flood". A server that
    refuses connections, or that hangs again and again, is given `PATIENCE` seconds to come back. After that nothing
    more is sent to it. While `ending` is set, what is sent does not count: a run that has spent its share still tidies
    up.
    """

    def __init__(self, server: Server, stand_in: str, bounds: Bounds, permit: Callable[[Request], None]) -> None:
        self.server, self.stand_in, self.bounds, self.permit = server, stand_in, bounds, permit
        self.token = server.token
        self.tally = RequestStats()
        self.gone = self.ending = False
        self.hanging = 0  # answers in a row that did not come in time
        self.next_at = 0.0
        self.connection = Connection(server.url)

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def __call__(self, request: Request) -> Response:
        self.permit(request)
        if self.gone:
            raise ServerGone
        if self.tally.requests >= self.bounds.requests and not self.ending:
            raise BudgetSpent
        self._wait_for_turn()
        self.tally.requests += 1
        began = time.perf_counter()
        response = self._sent(request)
        self.hanging = self.hanging + 1 if response.fault == "timeout" else 0
        if self.hanging and self.hanging % MOST_HANGING == 0:
            self.gone = not self._came_back() or self.hanging >= HOPELESS
        if response.fault == "refused":
            response = self._sent(request) if self._came_back() else response
        took = time.perf_counter() - began
        self.tally.wire_seconds += took
        self.tally.seconds.append(took)
        return response

    def absolute(self, request: Request) -> Response:
        """The answer to a request that has the server's own address."""
        return self(replace(request, url=BASE_URL + request.url.removeprefix(self.server.url)))

    def taken_seconds(self) -> tuple[float, ...]:
        """How long each answer took since this was asked last."""
        taken, self.tally.seconds = tuple(self.tally.seconds), []
        return taken

    def _wait_for_turn(self) -> None:
        if self.bounds.rate:
            ahead = self.next_at - time.monotonic()
            if ahead > 0:
                _sleep(ahead)
            self.next_at = max(self.next_at, time.monotonic()) + 1 / self.bounds.rate

    def _came_back(self) -> bool:
        """Wait for a server that may be starting again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            _sleep(POLL_SECONDS)
            if self.connection.exchange(_PROBE, POLL_SECONDS * 4, self.bounds.size).fault not in {"refused", "timeout"}:
                return True
        self.gone = True
        return False

    def _sent(self, request: Request) -> Response:
        """The answer without what is between the server and us: how it was sent, and how long it took."""
        headers = tuple((name, value.replace(self.stand_in, self.token)) for name, value in request.headers)
        answer = self.connection.exchange(replace(request, headers=headers), self.bounds.seconds, self.bounds.size)
        self.tally.server_seconds += _own_seconds(answer.headers)
        drop = _HOP | (_ENCODED if any(name == "content-encoding" for name, _ in answer.headers) else frozenset())
        return replace(answer, headers=tuple(each for each in answer.headers if each[0] not in drop))


_sleep: Final = time.sleep  # the real one: while a call of the SDK runs, `time.sleep` is a virtual clock's


def _own_seconds(headers: tuple[tuple[str, str], ...]) -> float:
    found = _TIMING.search(", ".join(value for name, value in headers if name == "server-timing"))
    return float(found.group(1)) / 1000 if found else 0.0
