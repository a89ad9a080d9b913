"""The values that checks of the runtime judge: a situation, and what a client did in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from conformance.contract.model import Twin
from conformance.wire import STANDARD_HEADERS, Request, Response

OptionMeaning = Literal["timeout", "retries", "headers", "query", "body", "chunk size"]
NOW: Final = 1_800_000_000  # the time of every call, in seconds since 1970: advice such as Retry-After may be a date
BODY_WIDTH: Final = 120  # characters of a body in the profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The arguments and the environment that a client is made with.

    `arguments` replace the usual ones; None removes one. `http_client` are the arguments of the caller's own HTTP
    client, None if the SDK makes its own. `credentials` is the kind of credentials that is given.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    http_client: Mapping[str, Any] | None = None
    fresh: bool = False  # every call needs a client of its own, which has learned nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOption:
    """One option given to a call. `name` is its key, `meaning` what it is about."""

    name: str
    meaning: OptionMeaning
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The responses to the requests of one call, the last one repeated. `good` ends in a conforming response."""

    name: str
    responses: tuple[Response, ...]
    good: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One call of a representative operation: by a client of a configuration, with options, and scripted responses."""

    representative: str  # the shape that the operation stands for
    operation: str
    configuration: Configuration
    options: tuple[CallOption, ...]
    script: Script

    @property
    def name(self) -> str:
        """The name of the situation, without the operation."""
        given = " and ".join(f"{option.name}={option.value!r}" for option in self.options)
        return ", ".join(part for part in (self.configuration.name, given, self.script.name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """One request, and the time limit that it was sent with."""

    request: Request
    limit: str

    def text(self, usual: Mapping[str, str], left_out: Collection[str]) -> str:
        """One line of the profile. Of the `usual` headers it has those that differ; `left_out` describe the machine."""
        request = self.request
        sent = {
            name: value
            for name, value in sorted(request.headers)
            if name not in left_out and (name not in STANDARD_HEADERS or name == "content-type")
        }
        if request.content_type == "multipart/form-data":
            sent["content-type"] = "multipart/form-data"
            body = "; ".join(f"{part.name} {part.filename} {part.content!r}" for part in request.parts)
        else:
            body = request.content.decode(errors="backslashreplace")
        headers = [f"{name}: {value}" for name, value in sent.items() if usual.get(name) != value]
        headers += [f"no {name}" for name in sorted(usual) if name not in sent]
        parts = [f"{request.method} {request.url}", f"limit {self.limit}", *headers, body[:BODY_WIDTH]]
        return " | ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The behaviour of a client in a situation.

    `waits` are all waits in seconds, `blocked` those that stopped the thread. `outcome` says what was returned or
    raised; `bare` marks an exception that is neither the SDK's nor about the connection, and `frame` is the SDK's
    innermost function that it came from. `chunks` are the lengths of a stream's parts. `output` is what was written to
    standard output and error, `records` what was logged, `warnings` what was warned of. `shown` is the exception or
    value as text, with its traceback.
    """

    requests: tuple[SentRequest, ...] = ()
    waits: tuple[float, ...] = ()
    blocked: tuple[float, ...] = ()
    outcome: str = ""
    raised: bool = False
    bare: bool = False
    frame: str = ""
    chunks: tuple[int, ...] = ()
    output: str = ""
    records: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    shown: str = ""

    def lines(self, usual: Mapping[str, str], left_out: Collection[str]) -> tuple[str, ...]:
        """The observation as lines of the profile, in the order in which things happened."""
        lines = []
        for number, sent in enumerate(self.requests):
            if 0 < number <= len(self.waits):
                lines.append(f"wait {wait_text(self.waits[number - 1])}")
            lines.append(sent.text(usual, left_out))
        lines += [f"wait {wait_text(wait)}" for wait in self.waits[max(len(self.requests) - 1, 0) :]]
        lines += [f"log {record}" for record in self.records]
        lines += [f"warning {warning}" for warning in self.warnings]
        if self.output:
            lines.append(f"output {self.output!r}")
        return (*lines, self.outcome)


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

    `sent` are the different marks of each request, `errors` the exceptions of calls.
    """

    operation: str
    twin: Twin
    calls: int
    sent: tuple[tuple[str, ...], ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """All cases of an SDK. `secrets` are the credentials that clients were given, `shapes` those that it has.

    `volatile_headers`, in lower case, differ between attempts of one call.
    """

    cases: tuple[RuntimeCase, ...]
    concurrent: tuple[ConcurrentCalls, ...]
    shapes: frozenset[str]
    secrets: tuple[str, ...]
    volatile_headers: frozenset[str] = frozenset()
