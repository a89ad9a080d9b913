"""The online wire: sends requests to a real server, within limits of time, size, number and rate.

SDK clients use the offline address. Only this module replaces it with the server's address, so that recordings and
findings do not depend on where the server runs.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from conformance.errors import ConformanceError
from conformance.servers.connection import Connection
from conformance.servers.credentials import UNAUTHORIZED, Credentials
from conformance.servers.response_times import ResponseTimes
from conformance.servers.server import Server
from conformance.targets.client import BASE_URL
from conformance.wire import Request, Response

MAX_RESPONSE_SECONDS: Final = 20.0  # a large import takes two
MAX_RESPONSE_BYTES: Final = 16_000_000  # the largest real response has less than one million
RECOVERY_SECONDS: Final = 30.0  # how long a server may take to come back
POLL_SECONDS: Final = 0.5
TIMEOUTS_BEFORE_PROBE: Final = 3  # timeouts in a row after which the wire probes whether the server is alive
MAX_TIMEOUTS: Final = 12  # timeouts in a row after which the server counts as gone, even if it responds to probes
_TIMING: Final = re.compile(r"\bapp;dur=([0-9.]+)")
_TRANSFER_HEADERS: Final = frozenset({"connection", "keep-alive", "transfer-encoding", "server-timing"})
_ENCODING_HEADERS: Final = frozenset({"content-encoding", "content-length"})  # wrong once the body is decompressed
_PROBE: Final = Request("GET", f"{BASE_URL}/", (), b"")
_sleep: Final = time.sleep  # the real one: during an SDK call, `time.sleep` advances a virtual clock


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLimits:
    """The limits of the requests to a server and of its responses. `rate` is requests per second, 0 for no limit."""

    requests: int = 100_000
    rate: float = 0.0
    response_seconds: float = MAX_RESPONSE_SECONDS
    response_bytes: int = MAX_RESPONSE_BYTES


@dataclass(slots=True)
class RequestStats:
    """The traffic of a wire so far. `server_seconds` is the server's own time, if the server reports it."""

    requests: int = 0
    wire_seconds: float = 0.0
    server_seconds: float = 0.0
    slow: int = 0  # slow responses since they were last taken, and those that never came
    times: ResponseTimes = field(default_factory=ResponseTimes)


class BudgetSpent(BaseException):
    """The run has sent as many requests as it may. Not an Exception: no broad `except` of an SDK may swallow it."""


class ServerGone(BaseException):
    """The server no longer responds. Not an Exception: no broad `except` of an SDK may swallow it."""


class ServerWire:
    """A wire to one server. `permit` sees each request first, and raises for one that must not be sent.

    `placeholder` is the API key of the SDK's client. Only this class replaces it with the server's token, so that no
    request that is checked, recorded or reported holds a secret. A personal access token is exchanged as often as
    needed: `credentials` says how.

    Failures of the connection are responses: `Response.fault` is "refused", "timeout", "cut" or "flood". A server that
    refuses connections, or times out again and again, has `RECOVERY_SECONDS` to come back. Afterwards nothing more is
    sent to it.
    """

    def __init__(
        self,
        server: Server,
        *,
        placeholder: str,
        limits: RequestLimits,
        permit: Callable[[Request], None],
        credentials: Credentials | None = None,
    ) -> None:
        self.server, self.placeholder, self.limits, self.permit = server, placeholder, limits, permit
        self.credentials = credentials or Credentials(server.token)
        self.other_token = ""  # of another user
        self.stats = RequestStats()
        self.gone = self._cleaning_up = False
        self.gone_reason = "the server stopped responding"
        self.timeouts = 0  # in a row
        self.next_at = 0.0
        self.connection = Connection(server.url)

    @contextmanager
    def as_user(self, token: str) -> Iterator[None]:
        """While open, requests are sent as the user with this token."""
        before, self.other_token = self.other_token, token
        try:
            yield
        finally:
            self.other_token = before

    @contextmanager
    def cleaning_up(self) -> Iterator[None]:
        """While open, the budget does not apply, so that a run whose budget is spent still removes what it created."""
        self._cleaning_up = True
        try:
            yield
        finally:
            self._cleaning_up = False

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def __call__(self, request: Request) -> Response:
        self.permit(request)
        if self.gone:
            raise ServerGone(self.gone_reason)
        if self.stats.requests >= self.limits.requests and not self._cleaning_up:
            raise BudgetSpent
        self._wait_for_turn()
        self.stats.requests += 1
        started = time.perf_counter()
        response = self._send(request)
        self.timeouts = self.timeouts + 1 if response.fault == "timeout" else 0
        if self.timeouts and self.timeouts % TIMEOUTS_BEFORE_PROBE == 0:
            self.gone = not self._wait_for_recovery() or self.timeouts >= MAX_TIMEOUTS
        seconds = time.perf_counter() - started
        if response.fault == "timeout":
            self.stats.slow += 1
        elif not response.fault:
            self.stats.slow += self.stats.times.add(request, seconds, len(response.content))
        if response.fault == "refused":
            response = self._send(request) if self._wait_for_recovery() else response
        self.stats.wire_seconds += time.perf_counter() - started
        return response

    def send_absolute(self, request: Request) -> Response:
        """Send a request whose URL has the server's own address."""
        return self(replace(request, url=BASE_URL + request.url.removeprefix(self.server.url)))

    def take_slow(self) -> int:
        """How many responses were slow since the last call of this method."""
        taken, self.stats.slow = self.stats.slow, 0
        return taken

    def _wait_for_turn(self) -> None:
        if self.limits.rate:
            wait = self.next_at - time.monotonic()
            if wait > 0:
                _sleep(wait)
            self.next_at = max(self.next_at, time.monotonic()) + 1 / self.limits.rate

    def responds(self) -> bool:
        """Whether the server responds to a plain request within the time limit."""
        probe = self.connection.exchange(_PROBE, seconds=self.limits.response_seconds, size=self.limits.response_bytes)
        return probe.fault not in {"refused", "timeout"}

    def _wait_for_recovery(self) -> bool:
        """Whether a server that may be restarting responds again in time."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            _sleep(POLL_SECONDS)
            probe = self.connection.exchange(_PROBE, seconds=POLL_SECONDS * 4, size=self.limits.response_bytes)
            if probe.fault not in {"refused", "timeout"}:
                return True
        self.gone = True
        return False

    def _send(self, request: Request) -> Response:
        """The response, without the headers of the transfer."""
        response = self._exchange(replace(request, headers=self._with_token(request.headers)))
        if response.status == UNAUTHORIZED and self.credentials.personal and not self.other_token:
            self.credentials.access = ""  # it may have expired early; the server has not carried out the request
            response = self._exchange(replace(request, headers=self._with_token(request.headers)))
        self.stats.server_seconds += _server_seconds(response.headers)
        compressed = any(name == "content-encoding" for name, _ in response.headers)
        dropped = _TRANSFER_HEADERS | (_ENCODING_HEADERS if compressed else frozenset())
        return replace(response, headers=tuple(header for header in response.headers if header[0] not in dropped))

    def _with_token(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Headers of the SDK with the token instead of its placeholder, as the server takes it."""
        if not any(self.placeholder in value for _, value in headers):
            return headers
        if self.other_token:
            return tuple((name, value.replace(self.placeholder, self.other_token)) for name, value in headers)
        if self.credentials.is_stale:
            self._renew_access()
        header, token = self.credentials.header, self.credentials.sent
        personal = self.credentials.personal is not None
        return tuple(
            (name, header if personal and name == "authorization" else value.replace(self.placeholder, token))
            for name, value in headers
        )

    def _renew_access(self) -> None:
        """Exchange the personal access token. Raises ServerGone if the server does not."""
        try:
            self.credentials.renew(self._post, self.server.url)
        except ConformanceError as error:
            self.gone, self.gone_reason = True, str(error).partition("\n")[0]
            raise ServerGone(self.gone_reason) from None

    def _post(self, path: str, content: bytes) -> tuple[int, bytes]:
        self.stats.requests += 1
        headers = (("content-type", "application/json"), ("accept", "application/json"))
        response = self._exchange(Request("POST", f"{BASE_URL}{path}", headers, content))
        return response.status, response.content

    def _exchange(self, request: Request) -> Response:
        return self.connection.exchange(request, seconds=self.limits.response_seconds, size=self.limits.response_bytes)


def _server_seconds(headers: tuple[tuple[str, str], ...]) -> float:
    timing = _TIMING.search(", ".join(value for name, value in headers if name == "server-timing"))
    return float(timing.group(1)) / 1000 if timing else 0.0
