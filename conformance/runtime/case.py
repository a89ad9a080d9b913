"""The values that checks of the runtime judge: a situation, and what a client did in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from zlib import crc32

from conformance.contract.model import Twin
from conformance.generate.pages import states_more
from conformance.runtime.kept import Change
from conformance.runtime.reading import USES, Reading, Use
from conformance.text import strip_addresses
from conformance.wire import STANDARD_HEADERS, Request, Response

OptionMeaning = Literal["timeout", "retries", "headers", "query", "body", "chunk size"]
NOW: Final = 1_800_000_000  # the time of every call, in seconds since 1970: advice such as Retry-After may be a date
BODY_WIDTH: Final = 120  # characters of a body in the profile


@dataclass(frozen=True, slots=True, kw_only=True)
class CallersClient:
    """The caller's own HTTP client with one setting.

    `arguments` are those of the client's class, by the client of the SDK and the HTTP library. `is_kept` says whether a
    request shows the setting.
    """

    name: str
    arguments: Callable[[Twin, Any], Mapping[str, Any]]
    is_kept: Callable[[SentRequest], bool] = field(default=lambda _: True)

    def make(self, twin: Twin, library: Any) -> Any:
        """The client, of httpx or a library with the same names."""
        make: Any = library.Client if twin == "sync" else library.AsyncClient
        return make(trust_env=False, **self.arguments(twin, library))


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The arguments and the environment that a client is made with.

    `arguments` replace the usual ones, and `left_out` are not given. `about` is the argument whose effect is to be
    seen. `http_client` is the caller's own HTTP client, None if the SDK makes its own. With `fresh`, every call gets a
    client of its own, which has learned nothing. `about_credentials` marks what is tried with the responses of an
    endpoint that exchanges tokens, `with_failures` what is also tried with failures and redirects. With `closes`, the
    client is closed after its calls.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    environment: Mapping[str, str] = field(default_factory=dict)
    http_client: CallersClient | None = None
    fresh: bool = False
    about: str = ""
    about_credentials: bool = False
    with_failures: bool = True
    closes: bool = False

    @property
    def secret_headers(self) -> tuple[str, ...]:
        """The values of credentials that are given as headers."""
        groups = (value for value in self.arguments.values() if self.about_credentials and isinstance(value, dict))
        return tuple(text for group in groups for text in group.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOption:
    """One option given to a call. `name` is its key, `meaning` what it is about.

    An `unusual` value is tried with few operations.
    """

    name: str
    meaning: OptionMeaning
    value: Any
    unusual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The responses to the requests of one call, the last one repeated. `good` ends in a conforming response.

    Each comes after `delay` virtual seconds. `content` are the bytes of a download, `items` the number of items of a
    list; None where there are none. `compared` names what is unusual in the last response, if the returned value has
    to hold it as it came. A script that is not `pinned` is left out of the profile: one rule says what is right, so
    that an SDK that is mended does not differ from an approved one.
    """

    name: str
    responses: tuple[Response, ...]
    good: bool = False
    delay: float = 0.0
    content: bytes | None = None
    items: int | None = None
    pinned: bool = True
    compared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One call of a representative operation: by a client of a configuration, with options, and scripted responses.

    `given` replaces one argument. A `raw` call is made with the method that also gives headers. The same call is made
    `calls` times, one after another, with one client. `use` says how the caller reads the result.
    """

    representative: str  # the shape that the operation stands for
    operation: str
    configuration: Configuration
    options: tuple[CallOption, ...]
    script: Script
    given: GivenValue | None = None
    raw: bool = False
    calls: int = 1
    use: Use = "all"

    @property
    def name(self) -> str:
        """The name of the situation, without the operation."""
        options = " and ".join(f"{option.name}={option.value!r}" for option in self.options)
        parts = (
            self.configuration.name,
            "raw" if self.raw else "",
            f"{self.calls} calls" if self.calls > 1 else "",
            "" if self.given is None else self.given.name,
            options,
            self.script.name,
            USES[self.use],
        )
        return ", ".join(filter(None, parts))

    @property
    def is_pinned(self) -> bool:
        """The profile has it. A second call of a list begins where the first one ended, which is not pinned."""
        return self.script.pinned and not (self._is_list and self.calls > 1)

    @property
    def _is_list(self) -> bool:
        return self.representative.endswith("pager")

    def last_page(self) -> int | None:
        """The number of responses up to the page that says that it is the last one; None if none says so."""
        if not self._is_list or self.calls > 1:
            return None
        pages = enumerate(self.script.responses, 1)
        return next((number for number, response in pages if response_states_more(response) is False), None)


def response_states_more(response: Response) -> bool | None:
    """Whether a response is a page that says that more pages follow; None for a failure, and if it does not say so."""
    if response.status // 100 != 2 or response.fault:
        return None
    try:
        return states_more(json.loads(response.content))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenValue:
    """An unusual value of one argument, made anew for each call by `make`, in a time zone.

    `arrives` says whether a request has the value at the argument's place; None where opinions differ. A value that the
    place cannot express, as NaN in JSON, may be refused with an exception of Python.
    """

    parameter: str
    wire_name: str
    location: str
    label: str
    make: Callable[[], Any]
    arrives: Callable[[SentRequest], bool] | None = None
    zone: str = ""
    may_be_refused: bool = False

    @property
    def name(self) -> str:
        """The value and the time zone, for the name of a situation."""
        return f"{self.parameter} is {self.label}" + (f" in {self.zone}" if self.zone else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """One request, and the time limit that it was sent with.

    `via` describes an unusual connection. `blocking` says that it was sent synchronously in an event loop. `waits`
    counts the waits of the call before it.
    """

    request: Request
    limit: str
    via: str = ""
    blocking: bool = False
    waits: int = 0

    @property
    def other_host(self) -> str:
        """The host that the headers name, if the URL has another one; otherwise ""."""
        named = self.request.header("host") or ""
        return "" if named.lower() == urlsplit(self.request.url).netloc.lower() else named

    def text(self, usual: Mapping[str, str], left_out: Collection[str]) -> str:
        """One line of the profile. Of the `usual` headers it has those that differ; `left_out` describe the machine."""
        request = self.request
        sent = {
            name: value
            for name, value in sorted(request.headers)
            if name not in left_out and not _is_of_library(name, value, self)
        }
        if request.content_type == "multipart/form-data":
            sent["content-type"] = "multipart/form-data"
            body = "; ".join(f"{part.name} {part.filename} {part.content!r}" for part in request.parts)
        else:
            body = request.content.decode(errors="backslashreplace")
        headers = [f"{name}: {value}" for name, value in sent.items() if usual.get(name) != value]
        headers += [f"no {name}" for name in sorted(usual) if name not in sent]
        blocks = "blocks the event loop" if self.blocking else ""
        parts = [f"{request.method} {request.url}", f"limit {self.limit}", self.via, blocks, *headers]
        parts.append(
            body if len(body) <= BODY_WIDTH else f"{body[:BODY_WIDTH]}… {len(body)}, {crc32(body.encode()):08x}"
        )
        return " | ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The behaviour of a client in a situation.

    `waits` are all waits in seconds, `blocked` those that stopped the thread. `outcome` says what was returned or
    raised; `bare` marks an exception that is neither the SDK's nor about the connection, and `frame` is the SDK's
    innermost function that it came from. `error` is the class of an exception of the SDK, `status` its status.
    `reading` is what the caller has read. `left_open` counts the responses that are not closed when the caller holds
    nothing any more. `endless` says that the call was stopped. `changes` are the places where the value does not hold
    what was sent, `hidden` the attributes of a model that a field of the response replaces. `output` is what was
    written to standard output and error, `records` what was logged, `warnings` what was warned of. `shown` is the
    exception or value as text, with its traceback. `changed` are the arguments of the call and the settings of the
    caller's HTTP client that differ afterwards, `open_after_closing` says that the SDK's client could be closed and
    its HTTP client was not. `clients` are the HTTP clients that the SDK made beside the one that was to send its
    requests. `place` is the SDK's line that raised a bare exception, or else that sent the first request.
    """

    requests: tuple[SentRequest, ...] = ()
    waits: tuple[float, ...] = ()
    blocked: tuple[float, ...] = ()
    outcome: str = ""
    raised: bool = False
    bare: bool = False
    frame: str = ""
    status: Any = None
    error: str = ""
    reading: Reading | None = None
    left_open: int = 0
    endless: bool = False
    changes: tuple[Change, ...] = ()
    hidden: tuple[str, ...] = ()
    output: str = ""
    records: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: str = ""
    changed: Mapping[str, str] = field(default_factory=dict)
    clients: tuple[str, ...] = ()
    place: tuple[CodeType, int] | None = None
    open_after_closing: bool = False

    @property
    def chunks(self) -> tuple[int, ...]:
        """The lengths of a stream's parts."""
        items = (self.reading.items if self.reading is not None else None) or ()
        return tuple(len(item) for item in items if isinstance(item, bytes))

    def lines(
        self, usual: Mapping[str, str], left_out: Collection[str], last_page: int | None = None
    ) -> tuple[str, ...]:
        """The observation as lines of the profile, in the order in which things happened.

        Requests after the `last_page` of a list are left out: a check of its own judges them.
        """
        lines: list[str] = []
        waited = 0
        for sent in self.requests[:last_page]:
            lines += [f"wait {wait_text(wait)}" for wait in self.waits[waited : sent.waits]]
            waited = max(waited, sent.waits)
            lines.append(sent.text(usual, left_out))
        if len(self.requests) <= (last_page or len(self.requests)):
            lines += [f"wait {wait_text(wait)}" for wait in self.waits[waited:]]
        lines += [f"log {strip_addresses(record)}" for record in self.records]
        lines += [f"warning {strip_addresses(warning)}" for warning in self.warnings]
        if self.output:
            lines.append(f"output {strip_addresses(self.output)!r}")
        lines += self.clients
        lines += [f"changes the caller's {name} {text}" for name, text in sorted(self.changed.items())]
        if self.left_open:
            lines.append(f"open {self.left_open}")
        lines += [f"holds {change.text}" for change in self.changes]
        if self.hidden:
            lines.append(f"hides {', '.join(self.hidden)}")
        return (*lines, strip_addresses(self.outcome))


_LIBRARYS_OWN: Final[Mapping[str, Callable[[str], bool]]] = {  # what httpx sends by itself
    "accept": lambda value: value == "*/*",
    "accept-encoding": lambda value: value.startswith("gzip, deflate"),  # what else depends on installed packages
    "connection": lambda value: value == "keep-alive",
    "content-length": lambda _: True,
    "content-type": lambda _: False,
    "user-agent": lambda value: value.startswith("python-httpx/"),
}


def _is_of_library(name: str, value: str, sent: SentRequest) -> bool:
    """Whether a header is what the HTTP library sends by itself, and says nothing of the SDK."""
    if name == "host":
        return not sent.other_host
    return name in STANDARD_HEADERS and _LIBRARYS_OWN[name](value)


def own_agent(request: Request) -> str:
    """The name of the program that sends a request, "" if that is the HTTP library."""
    agent = request.header("user-agent") or ""
    return "" if agent.startswith("python-httpx/") else agent


def wait_text(seconds: float) -> str:
    """A wait as text, in milliseconds at most."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeCase:
    """One situation with the observations of the clients that have the operation.

    `lines` are the observations as the profile has them, `approved` those of the approved profile: None if it has
    none for this situation.
    """

    situation: Situation
    observations: Mapping[Twin, Observation]
    lines: Mapping[Twin, tuple[str, ...]]
    approved: Mapping[Twin, tuple[str, ...]] | None = None

    @property
    def name(self) -> str:
        """The name of the case in the profile."""
        return f"{self.situation.representative} ({self.situation.operation}): {self.situation.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurrentCalls:
    """Calls of one client at the same time, each with a mark of its own in several places.

    `sent` are the different marks of each request that has any, `errors` the exceptions of calls. `credentials` is the
    argument that had a web token, "" for a key; `exchanges` is how often it was exchanged.
    """

    operation: str
    twin: Twin
    calls: int
    sent: tuple[tuple[str, ...], ...]
    errors: tuple[str, ...]
    credentials: str = ""
    exchanges: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """All cases of an SDK. `secrets` are the credentials that clients were given, `shapes` those of its operations.

    `volatile_headers`, in lower case, differ between attempts of one call. `status_errors` are the exceptions that
    stand for an error status: the base class, and those declared for one.
    """

    cases: tuple[RuntimeCase, ...]
    concurrent: tuple[ConcurrentCalls, ...]
    shapes: frozenset[str]
    secrets: tuple[str, ...]
    volatile_headers: frozenset[str] = frozenset()
    status_errors: frozenset[str] = frozenset()
