"""Which calls are made: configurations, call options and scripts of responses, combined for each representative.

A representative gets every option with a success and a failure, and every configuration with what it can matter for.
Waits and retries are the same code for all, so that the many forms of a server's advice are tried with one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email.utils import formatdate
from typing import Final

from conformance.runtime.case import NOW, CallOption, Configuration, Script, Situation
from conformance.runtime.client_arguments import FUTURE, json_web_token
from conformance.wire import Response, json_response

BUSY: Final = 503
ERROR_BODY: Final = {"detail": "scripted"}
ADVISED: Final = 45  # seconds that a server wants the client to wait
STATUSES: Final = (400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 501, 502, 503, 504)
FAULTS: Final = ("refused", "timeout", "cut")
ELSEWHERE: Final = "http://elsewhere.test/taken"


def situations(
    shape: str,
    operation: str,
    success: Sequence[Response],
    options: Sequence[CallOption],
    configurations: Sequence[Configuration],
) -> Iterator[Situation]:
    """All situations of one representative. `success` are conforming responses to its simplest call."""
    good = Script(name="success", responses=tuple(success), good=True)
    busy = Script(name=f"status {BUSY}", responses=(json_response(BUSY, ERROR_BODY),))

    def situation(configuration: Configuration, script: Script, *given: CallOption) -> Situation:
        return Situation(
            representative=shape, operation=operation, configuration=configuration, options=given, script=script
        )

    default, *others = configurations
    yield from (situation(default, script) for script in (good, busy, *_transport_faults(), *_redirects(good)))
    yield from (situation(default, script, option) for option in options for script in (good, busy))
    for configuration in others:
        if configuration.fresh:
            if shape == "value":
                yield from (situation(configuration, script) for script in _credential_scripts(good))
            continue
        yield situation(configuration, good)
        if shape in {"value", "JSON body"}:
            yield situation(configuration, busy)
            yield from (situation(configuration, script) for script in _redirects(good))
    retrying = next((option for option in options if option.meaning == "retries" and option.value == 2), None)
    if retrying is not None:
        recovering = Script(name=f"status {BUSY} once", responses=(*busy.responses, *good.responses), good=True)
        yield from (situation(default, script, retrying) for script in (recovering, *_transport_faults()))
        if shape == "value":
            yield from (situation(default, script, retrying) for script in (*_statuses(), *_advice(good)))


def _transport_faults() -> Iterator[Script]:
    for fault in FAULTS:
        status = 200 if fault == "cut" else 0
        yield Script(name=f"connection {fault}", responses=(Response(status, fault=fault),))


def _statuses() -> Iterator[Script]:
    for status in STATUSES:
        if status != BUSY:
            yield Script(name=f"status {status}", responses=(json_response(status, ERROR_BODY),))


def _advice(good: Script) -> Iterator[Script]:
    """A server that says how long to wait, in every form that HTTP and practice know."""
    forms: Mapping[str, tuple[str, str]] = {
        "no wait": ("retry-after", "0"),
        "1 second": ("retry-after", "1"),
        f"{ADVISED} seconds": ("retry-after", str(ADVISED)),
        "an hour": ("retry-after", "3600"),
        "negative": ("retry-after", "-1"),
        "text": ("retry-after", "soon"),
        "a date": ("retry-after", formatdate(NOW + ADVISED, usegmt=True)),
        "a past date": ("retry-after", formatdate(NOW - ADVISED, usegmt=True)),
        "milliseconds": ("retry-after-ms", "1500"),
        "a limit's reset": ("x-ratelimit-reset", str(NOW + ADVISED)),
    }
    for name, (header, value) in forms.items():
        for status in (429, BUSY):
            refusal = json_response(status, ERROR_BODY)
            advised = Response(status, (*refusal.headers, (header, value)), refusal.content)
            yield Script(
                name=f"status {status} once, {header}: {name}", responses=(advised, *good.responses), good=True
            )


def _redirects(good: Script) -> Iterator[Script]:
    for status in (302, 307):
        for name, location in {"same host": "/moved", "other host": ELSEWHERE}.items():
            redirect = Response(status, (("location", location),))
            yield Script(name=f"redirect {status} to {name}", responses=(redirect, *good.responses))


def _credential_scripts(good: Script) -> Iterator[Script]:
    """Responses of the endpoint that refreshes a token; a client that has no such endpoint sees other statuses."""
    access = json_response(200, {"access": json_web_token(FUTURE, "access")})
    yield Script(name="refreshed", responses=(access, *good.responses), good=True)
    yield Script(name="refused", responses=(json_response(401, {"detail": "Token is invalid", "code": "no"}),))
    yield Script(name="an HTML 502", responses=(Response(502, (("content-type", "text/html"),), b"<h1>Bad</h1>"),))
    yield Script(name="unreachable", responses=(Response(0, fault="refused"),))
