"""The behaviour of a client in a situation: its requests, waits and outcome, and their lines in the profile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, Final
from urllib.parse import urlsplit
from zlib import crc32

from conformance.runtime.kept import Change
from conformance.runtime.machine import described
from conformance.runtime.reading import Reading
from conformance.targets.target import RANDOM_HEADERS
from conformance.text import strip_addresses
from conformance.wire import STANDARD_HEADERS, Request

BODY_WIDTH: Final = 120  # characters of a body in the profile


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
        """One line of the profile. Of the `usual` headers it has those that differ; `left_out` describe the machine.

        Of these it has what is the same on every machine.
        """
        request = self.request
        sent = {
            name: described(value) if name in left_out else value
            for name, value in sorted(request.headers)
            if name not in RANDOM_HEADERS and not _is_of_library(name, value, self)
        }
        if request.content_type == "multipart/form-data":
            sent["content-type"] = "multipart/form-data"
            body = "; ".join(f"{part.name} {part.filename} {part.content!r}" for part in request.parts)
        else:
            body = request.content.decode(errors="backslashreplace")
        headers = [f"{name}: {value}" for name, value in sent.items() if usual.get(name) != value]
        without_own = not any(name in sent for name in usual if name not in left_out)  # such as an exchange of tokens
        absent = (name for name in sorted(usual) if name not in sent)
        headers += [f"no {name}" for name in absent if not (without_own and name in left_out)]
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
    requests. `place` is the SDK's line that raised a bare exception, or else that sent the first request. `parts`
    are the public attributes of a raw response, `client_text` is the client as text, `settings` how it makes its
    HTTP client. `error_text` is the text of an exception of the SDK, with the names of attributes for their values.
    `kept_responses` counts the responses in memory after the calls, if that is looked at.
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
    parts: str = ""
    client_text: str = ""
    error_text: str = ""
    settings: str = ""
    kept_responses: int = 0

    @property
    def chunks(self) -> tuple[int, ...]:
        """The lengths of a stream's parts."""
        items = (self.reading.items if self.reading is not None else None) or ()
        return tuple(len(item) for item in items if isinstance(item, bytes))

    def lines(
        self,
        usual: Mapping[str, str],
        left_out: Collection[str],
        last_page: int | None = None,
        *,
        introduces: bool = False,
        introduces_error: bool = False,
    ) -> tuple[str, ...]:
        """The observation as lines of the profile, in the order in which things happened.

        Requests after the `last_page` of a list are left out: a check of its own judges them. The one that `introduces`
        a client has the settings of its HTTP client, the one that `introduces_error` the text of its exception.
        """
        lines = [self.settings] if introduces and self.settings else []
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
        lines += [f"gives {self.parts}"] if self.parts else []
        lines += [f"holds {change.text}" for change in self.changes]
        if self.hidden:
            lines.append(f"hides {', '.join(self.hidden)}")
        lines += [f"shows {self.error_text}"] if introduces_error else []
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


def own_headers(request: Request, left_out: frozenset[str]) -> dict[str, str]:
    """The headers by which the SDK describes itself and the machine, as the profile has them."""
    agent = request.header("user-agent") or ""
    own = {} if not agent or agent.startswith("python-httpx/") else {"user-agent": agent}
    machine = {name: described(value) for name, value in request.headers if name in left_out - RANDOM_HEADERS}
    return {**own, **machine}


def wait_text(seconds: float) -> str:
    """A wait as text, in milliseconds at most."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
