"""Which calls are made: configurations, call options and scripts of responses, combined for each representative.

A representative gets every option with a success and a failure, and every configuration with what it can matter for.
Waits and retries are the same code for all, so that the many forms of a server's advice are tried with one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import Any, Final

from conformance.runtime.client_arguments import FUTURE, PAST, json_web_token
from conformance.runtime.situation import NOW, CallOption, Configuration, GivenValue, Script, Situation
from conformance.runtime.transport import INTERRUPTED
from conformance.wire import Response, json_response

BUSY: Final = 503
ERROR_BODY: Final = {"detail": "scripted"}
ADVISED: Final = 45  # seconds that a server wants the client to wait
STATUSES: Final = (
    300, 304, 400, 401, 402, 403, 404, 405, 408, 409, 410, 412, 413, 418, 421, 422, 423, 425, 426, 428, 429, 431, 451,
    499, 500, 501, 502, 504, 505, 507, 508, 511, 520, 524, 529, 598, 599,
)  # fmt: skip
WRITE_STATUSES: Final = (408, 409, 429, 500, 502, 504)  # tried with a write, too
FAULTS: Final = (
    "refused", "not connected in time", "timeout", "reset", "not writable", "not written in time", "none free",
    "closed", "cut",
)  # fmt: skip
FEW_FAULTS: Final = ("refused", "timeout", "cut")  # tried with every shape
ELSEWHERE: Final = "http://elsewhere.test/taken"
REDIRECTS: Final = (301, 302, 303, 307, 308)
FEW_REDIRECTS: Final = (302, 307)  # tried with every shape and configuration
ZONE: Final = "America/New_York"
SLOW: Final = 20.0  # virtual seconds
REFRESHED: Final = "refreshed"  # a script whose exchanged token stays valid
MANY_RETRIES: Final = 7  # waits grow up to their limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """The parts of the situations of one representative operation.

    `success` are conforming responses to its simplest call, `given` unusual values of its arguments. `has_raw` says
    that a method beside it gives headers, too; `has_body` that it sends arguments in a body.
    """

    shape: str
    operation: str
    success: Sequence[Response]
    options: Sequence[CallOption]
    configurations: Sequence[Configuration]
    given: Sequence[GivenValue] = ()
    has_raw: bool = False
    has_body: bool = False

    @property
    def good(self) -> Script:
        """The script that succeeds."""
        return Script(name="success", responses=tuple(self.success), good=True)

    @property
    def retrying(self) -> CallOption | None:
        """The option that makes a call try three times."""
        return next((option for option in self.options if option.meaning == "retries" and option.value == 2), None)

    @property
    def usual_options(self) -> list[CallOption]:
        """One value of each option, with retries."""
        kept = {option.meaning: option for option in reversed(self.options) if option.value and not option.unusual}
        return [option for option in self.options if option == kept[option.meaning]] if kept else []

    def situation(self, configuration: Configuration, script: Script, *options: CallOption, **more: Any) -> Situation:
        """One situation of this operation."""
        return Situation(
            representative=self.shape,
            operation=self.operation,
            configuration=configuration,
            options=options,
            script=script,
            **more,
        )


def situations(chosen: Representative) -> Iterator[Situation]:
    """All situations of one representative."""
    default, *others = chosen.configurations
    good, make = chosen.good, chosen.situation
    is_first, is_main = chosen.shape == "value", chosen.shape in {"value", "JSON body"}
    faults = FAULTS if is_main else FEW_FAULTS
    redirects = _redirects(good, REDIRECTS if is_main else FEW_REDIRECTS)
    yield from (make(default, script) for script in (good, _BUSY, *_transport_faults(faults), *redirects))
    for option in chosen.options:
        if not option.unusual:
            yield from (make(default, script, option) for script in (good, _BUSY))
        elif chosen.shape in {"value", "JSON body", "list body", "form", "upload", "stream"}:
            yield make(default, good, option)
    yield make(default, good, calls=2)
    yield from (make(default, good, *options) for options in _alike(chosen.options))
    yield make(default, _interrupted(good))
    yield from (make(default, good, given=value) for value in chosen.given)
    for configuration in others:
        yield from _configured(chosen, configuration)
    yield from _retried(chosen, default)
    if chosen.has_raw:
        yield from (make(default, script, *chosen.usual_options, raw=True) for script in (good, _BUSY))
    if is_first:
        yield make(default, Script(name="slow success", responses=good.responses, good=True, delay=SLOW))
        yield make(Configuration(name="client with no cookies yet", fresh=True), _with_cookie(good), calls=2)
        yield from _after_failures(chosen, Configuration(name="new client", fresh=True))


def _alike(options: Sequence[CallOption]) -> Iterator[tuple[CallOption, ...]]:
    """Options that mean the same, given together: which one counts is pinned."""
    for meaning in dict.fromkeys(option.meaning for option in options):
        names = list(dict.fromkeys(option.name for option in options if option.meaning == meaning))
        values = [option for option in options if option.meaning == meaning and option.value]
        found = [next(option for option in values if option.name == name) for name in names]
        if len(found) > 1:
            yield tuple(
                replace(option, value=option.value + number) if isinstance(option.value, int) else option
                for number, option in enumerate(found)
            )


def _with_cookie(good: Script) -> Script:
    first = good.responses[0]
    cookie = Response(first.status, (*first.headers, ("set-cookie", "node=seven; Path=/")), first.content)
    return Script(name="a cookie is set", responses=(cookie, *good.responses), good=True)


def _after_failures(chosen: Representative, new: Configuration) -> Iterator[Situation]:
    """A call after one that failed, by the same client."""
    make, good = chosen.situation, chosen.good
    never = next((option for option in chosen.options if option.meaning == "retries" and option.value == 0), None)
    for failure in (*_BUSY.responses, Response(0, fault="refused")):
        script = Script(
            name=f"{f'status {failure.status}' if failure.status else 'connection refused'} once",
            responses=(failure, *good.responses),
            good=True,
        )
        yield make(new, script, *([] if never is None else [never]), calls=2, again=True)


def _configured(chosen: Representative, configuration: Configuration) -> Iterator[Situation]:
    make, good = chosen.situation, chosen.good
    if configuration.about_credentials:
        if chosen.shape == "value":
            scripts = list(_credential_scripts(good))
            shown = scripts if configuration.with_failures else scripts[:2]
            yield from (make(configuration, script) for script in shown)
            if configuration.with_failures:
                yield from (make(configuration, script, calls=2) for script in _refreshing_scripts(good))
                yield make(configuration, _refused_once(good), calls=2, again=True)
        return
    if configuration.lets_go and chosen.shape != "value":
        return  # the collection of garbage takes its time
    several = configuration.http_client is not None or configuration.many_loops
    yield make(configuration, good, calls=2 if several else 1)
    if configuration.with_failures and chosen.shape in {"value", "JSON body"}:
        yield make(configuration, _BUSY)
        yield from (make(configuration, script) for script in _redirects(good, FEW_REDIRECTS))


def _retried(chosen: Representative, default: Configuration) -> Iterator[Situation]:
    """Which requests are sent again, after which responses, and when."""
    make, good, retrying = chosen.situation, chosen.good, chosen.retrying
    if retrying is None:
        return
    recovering = Script(name=f"status {BUSY} once", responses=(*_BUSY.responses, *good.responses), good=True)
    is_main = chosen.shape in {"value", "JSON body"}
    faults = _transport_faults(FAULTS if is_main else FEW_FAULTS)
    yield from (make(default, script, retrying) for script in (recovering, *faults))
    yield make(default, _interrupted(good), retrying)
    yield make(
        default, replace(recovering, name=f"{recovering.name}, the wait ended by the caller", ends_wait=True), retrying
    )
    others = [option for option in chosen.usual_options if option.meaning != "retries"]
    yield make(default, recovering, retrying, *others)
    if chosen.shape == "value":
        patient = CallOption(name=retrying.name, meaning="retries", value=MANY_RETRIES)
        scripts = (*_statuses(STATUSES), *_advice(good))
        yield from (make(default, script, retrying) for script in scripts)
        yield make(default, _BUSY, patient)
    elif chosen.shape == "JSON body":
        yield from (make(default, script, retrying) for script in _statuses(WRITE_STATUSES))


def bare_situations(chosen: Representative) -> Iterator[Situation]:
    """The simplest call of an operation with a body: what was left out must not be sent by a second attempt either."""
    if chosen.retrying is None or not chosen.has_body:
        return
    for failure in (*_BUSY.responses, Response(0, fault="refused")):
        name = f"{f'status {BUSY}' if failure.status else 'connection refused'} once, no optional argument"
        script = Script(name=name, responses=(failure, *chosen.success), good=True)
        yield chosen.situation(chosen.configurations[0], script, chosen.retrying)


_BUSY: Final = Script(name=f"status {BUSY}", responses=(json_response(BUSY, ERROR_BODY),))


def _transport_faults(faults: Iterable[str]) -> Iterator[Script]:
    for fault in faults:
        status = 200 if fault == "cut" else 0
        yield Script(name=f"connection {fault}", responses=(Response(status, fault=fault),))


def _interrupted(good: Script) -> Script:
    """The caller ends the call; a second request would get a response."""
    return Script(name="ended by the caller", responses=(Response(0, fault=INTERRUPTED), *good.responses))


def _statuses(statuses: Iterable[int]) -> Iterator[Script]:
    for status in statuses:
        yield Script(name=f"status {status}", responses=(json_response(status, ERROR_BODY),))


def _advice(good: Script) -> Iterator[Script]:
    """A server that says how long to wait, in every form that HTTP and practice know."""
    forms: Mapping[str, tuple[str, str]] = {
        "no wait": ("retry-after", "0"),
        "1 second": ("retry-after", "1"),
        "20 seconds": ("retry-after", "20"),
        f"{ADVISED} seconds": ("retry-after", str(ADVISED)),
        "an hour": ("retry-after", "3600"),
        "22 hours": ("retry-after", "80000"),  # asyncio divides longer waits
        "negative": ("retry-after", "-1"),
        "fraction": ("retry-after", "1.5"),
        "text": ("retry-after", "soon"),
        "nothing": ("retry-after", ""),
        "a date": ("retry-after", formatdate(NOW + ADVISED, usegmt=True)),
        "a near date": ("retry-after", formatdate(NOW + 20, usegmt=True)),
        "a past date": ("retry-after", formatdate(NOW - ADVISED, usegmt=True)),
        "milliseconds": ("retry-after-ms", "1500"),
        "no milliseconds": ("retry-after-ms", "0"),
        "text for milliseconds": ("retry-after-ms", "soon"),
        "a limit's reset": ("x-ratelimit-reset", str(NOW + ADVISED)),
        "a limit's past reset": ("x-ratelimit-reset", str(NOW - ADVISED)),
        "a limit's far reset": ("x-ratelimit-reset", str(NOW + 86400)),
    }
    advice: dict[str, tuple[tuple[str, str], ...]]
    advice = {f"{header}: {name}": ((header, value),) for name, (header, value) in forms.items()}
    advice["retry-after-ms and retry-after"] = (("retry-after-ms", "1500"), ("retry-after", "5"))
    for name, headers in advice.items():
        for status in (429, BUSY):
            refusal = json_response(status, ERROR_BODY)
            advised = Response(status, (*refusal.headers, *headers), refusal.content)
            script = Script(name=f"status {status} once, {name}", responses=(advised, *good.responses), good=True)
            yield script
            if name.endswith(": a near date") and status == BUSY:
                yield replace(script, name=f"{script.name}, while the local time is that of {ZONE}", zone=ZONE)


def _redirects(good: Script, statuses: Iterable[int]) -> Iterator[Script]:
    for status in statuses:
        for name, location in {"same host": "/moved", "other host": ELSEWHERE}.items():
            redirect = Response(status, (("location", location),))
            yield Script(name=f"redirect {status} to {name}", responses=(redirect, *good.responses))


def _access(expires: int) -> Response:
    return json_response(200, {"access": json_web_token(expires, "access")})


def _credential_scripts(good: Script) -> Iterator[Script]:
    """Responses of the endpoint that refreshes a token; a client that has no such endpoint sees other statuses."""
    html = (("content-type", "text/html"),)
    fresh = (_access(FUTURE), *good.responses)
    yield Script(name=REFRESHED, responses=fresh, good=True)
    yield Script(name="slowly refreshed", responses=fresh, good=True, delay=SLOW)
    yield Script(name="refused", responses=(json_response(401, {"detail": "Token is invalid", "code": "no"}),))
    yield Script(name="an HTML 502", responses=(Response(502, html, b"<h1>Bad</h1>"),))
    yield Script(name="an HTML 200", responses=(Response(200, html, b"<h1>Log in</h1>"),))
    yield Script(name="an empty 200", responses=(Response(200),))
    yield Script(name="no token", responses=(json_response(200, {"detail": "none"}),))
    yield Script(name="created", responses=(Response(201, fresh[0].headers, fresh[0].content), *good.responses))
    yield Script(name="busy once", responses=(*_BUSY.responses, *fresh))
    yield Script(name="unreachable", responses=(Response(0, fault="refused"),))
    yield Script(name="not responding", responses=(Response(0, fault="timeout"),))


def _refreshing_scripts(good: Script) -> Iterator[Script]:
    """The token is kept for two calls, or has expired before the second one, or the server refuses it."""
    yield Script(name=REFRESHED, responses=(_access(FUTURE), *good.responses), good=True)
    expired, another = (_access(PAST), good.responses[0]), (_access(PAST + 1), good.responses[0])
    yield Script(name="refreshed with an expired token", responses=(*expired, *another), good=True)
    soon = (_access(NOW + 30), good.responses[0])
    yield Script(name="refreshed for 30 seconds", responses=(*soon, *good.responses), good=True)
    # a time of expiry is not a local time
    yield Script(name=f"refreshed for 30 seconds in {ZONE}", responses=(*soon, *good.responses), good=True, zone=ZONE)
    refusal = json_response(401, {"detail": "Token is invalid", "code": "no"})
    yield Script(name="refused after a refresh", responses=(_access(FUTURE), refusal, *soon))


def _refused_once(good: Script) -> Script:
    """The exchange fails once, then it succeeds."""
    refusal = json_response(401, {"detail": "Token is invalid", "code": "no"})
    return Script(name="refused once", responses=(refusal, _access(FUTURE), *good.responses), good=True)
