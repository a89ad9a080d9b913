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
from urllib.parse import urlsplit

import httpx

from conformance.exchange.servers.server import Server
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

MOST_SECONDS: Final = 20.0  # for one answer; a large import takes two
MOST_BYTES: Final = 16_000_000  # of one answer; the largest real one has less than one million
PATIENCE: Final = 30.0  # seconds that a server which is gone may take to come back
POLL_SECONDS: Final = 0.5
_TIMING: Final = re.compile(r"\bapp;dur=([0-9.]+)")
_HOP: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server-timing"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may ask of a server. `rate` is requests in a second, 0 for as many as it answers."""

    requests: int = 100_000
    rate: float = 0.0
    seconds: float = MOST_SECONDS
    size: int = MOST_BYTES


@dataclass(slots=True)
class Tally:
    """What was asked so far. `server_seconds` is the server's own time, where it tells it."""

    requests: int = 0
    wire_seconds: float = 0.0
    server_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)  # of each answer since it was last taken


class BudgetSpent(BaseException):
    """The run has made as many requests as it may. Not an Exception: no SDK's broad `except` may swallow it."""


class Online:
    """A wire to one server. `permit` is asked before anything is sent, and raises for what may not be sent.

    `stand_in` is what the SDK's client was given to authenticate with: only here the server's `token` takes its place,
    so that no request that is looked at, recorded or reported holds a secret. Another `token` makes it another user.

    Failures of the connection are answers: `Response.fault` is "refused", "timeout", "cut" or "flood". A server that
    refuses connections is given `PATIENCE` seconds to come back, once; while it does not, nothing more is waited for.
    """

    def __init__(self, server: Server, stand_in: str, bounds: Bounds, permit: Callable[[Request], None]) -> None:
        self.server, self.stand_in, self.bounds, self.permit = server, stand_in, bounds, permit
        self.token = server.token
        self.tally = Tally()
        self.gone = False
        self.next_at = 0.0
        address = urlsplit(server.url)
        self.prefix, self.host = server.url, address.netloc
        self.http = httpx.Client(
            trust_env=False, follow_redirects=False, timeout=httpx.Timeout(bounds.seconds, connect=bounds.seconds / 4)
        )

    def close(self) -> None:
        """End the connections."""
        self.http.close()

    def __call__(self, request: Request) -> Response:
        self.permit(request)
        if self.tally.requests >= self.bounds.requests:
            raise BudgetSpent
        self._wait_for_turn()
        self.tally.requests += 1
        began = time.perf_counter()
        response = self._sent(request)
        if response.fault == "refused" and not self.gone:
            response = self._sent(request) if self._came_back() else response
        took = time.perf_counter() - began
        self.tally.wire_seconds += took
        self.tally.seconds.append(took)
        return response

    def absolute(self, request: Request) -> Response:
        """The answer to a request that has the server's own address."""
        return self(replace(request, url=BASE_URL + request.url.removeprefix(self.prefix)))

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
            try:
                self.http.get(f"{self.prefix}/", timeout=POLL_SECONDS * 4)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:
                return True
            return True
        self.gone = True
        return False

    def _sent(self, request: Request) -> Response:
        headers = [
            (name, value.replace(self.stand_in, self.token))
            for name, value in request.headers
            if name not in {"host", "connection"}
        ]
        built = self.http.build_request(
            request.method,
            self.prefix + request.url.removeprefix(BASE_URL),
            headers=[("host", self.host), *headers],
            content=request.content or None,
        )
        try:
            return self._received(self.http.send(built, stream=True))
        except httpx.ConnectError:
            return Response(0, fault="refused")
        except httpx.TimeoutException:
            return Response(0, fault="timeout")
        except httpx.TransportError:
            return Response(0, fault="cut")

    def _received(self, answer: httpx.Response) -> Response:
        """The whole answer, or what came of it before a bound was met. The content is as it was before compression."""
        content, fault = bytearray(), ""
        until = time.monotonic() + self.bounds.seconds
        try:
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > self.bounds.size:
                    fault = "flood"
                    break
                if time.monotonic() > until:
                    fault = "timeout"
                    break
        except httpx.TimeoutException:
            fault = "timeout"
        except httpx.TransportError:
            fault = "cut"
        finally:
            answer.close()
        self.tally.server_seconds += _own_seconds(answer.headers.get("server-timing", ""))
        drop = _HOP | ({"content-encoding", "content-length"} if "content-encoding" in answer.headers else set())
        headers = tuple((name, value) for name, value in answer.headers.multi_items() if name.lower() not in drop)
        return Response(answer.status_code, headers, bytes(content[: self.bounds.size]), fault)


_sleep: Final = time.sleep  # the real one: while a call of the SDK runs, `time.sleep` is a virtual clock's


def _own_seconds(timing: str) -> float:
    found = _TIMING.search(timing)
    return float(found.group(1)) / 1000 if found else 0.0
