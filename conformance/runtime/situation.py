"""A situation that clients are tried in: configuration, options, scripted responses, and how the result is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from conformance.contract.model import Twin
from conformance.generate.pages import states_more
from conformance.runtime.observation import SentRequest
from conformance.runtime.reading import USES, Use
from conformance.wire import Response

OptionMeaning = Literal["timeout", "retries", "headers", "query", "body", "chunk size"]


_MILLISECONDS: Final = "_ms"  # the end of names of times in this unit
NOW: Final = 1_800_000_000  # the time of every call, in seconds since 1970: advice such as Retry-After may be a date


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
    client is closed after its calls; with `lets_go`, nothing holds it then, and whether it holds responses is noted.
    With `many_loops`, each call has an event loop of its own, as with `asyncio.run`.
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
    lets_go: bool = False
    many_loops: bool = False

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

    Each comes after `delay` virtual seconds, while the local time is that of `zone`. `content` are the bytes of a
    download, `items` the number of items of a list; None where there are none. `compared` names what is unusual in the
    last response, if the returned value has to hold it as it came. A script that is not `pinned` is left out of the
    profile: one rule says what is right, so that an SDK that is mended does not differ from an approved one. With
    `ends_wait`, the caller ends the call in its first wait.
    """

    name: str
    responses: tuple[Response, ...]
    good: bool = False
    delay: float = 0.0
    content: bytes | None = None
    items: int | None = None
    pinned: bool = True
    compared: str = ""
    zone: str = ""
    ends_wait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One call of a representative operation: by a client of a configuration, with options, and scripted responses.

    `given` replaces one argument. A `raw` call is made with the method that also gives headers. The same call is made
    `calls` times, one after another, with one client; with `again`, also after one that raised. `use` says how the
    caller reads the result.
    """

    representative: str  # the shape that the operation stands for
    operation: str
    configuration: Configuration
    options: tuple[CallOption, ...]
    script: Script
    given: GivenValue | None = None
    raw: bool = False
    calls: int = 1
    again: bool = False
    use: Use = "all"

    @property
    def name(self) -> str:
        """The name of the situation, without the operation."""
        options = " and ".join(f"{option.name}={option.value!r}" for option in self.options)
        parts = (
            self.configuration.name,
            "raw" if self.raw else "",
            f"{self.calls} calls{' whatever happens' if self.again else ''}" if self.calls > 1 else "",
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


def in_unit(name: str, seconds: float | None) -> float | int | None:
    """A time in the unit that the name of an argument says: seconds, where it says nothing."""
    return seconds if seconds is None or not name.endswith(_MILLISECONDS) else int(seconds * 1000)


def in_seconds(name: str, value: Any) -> Any:
    """The inverse of `in_unit`; other values as they are."""
    return value / 1000 if name.endswith(_MILLISECONDS) and isinstance(value, int) else value


def response_states_more(response: Response) -> bool | None:
    """Whether a response is a page that says that more pages follow; None for a failure, and if it does not say so."""
    if response.status // 100 != 2 or response.fault:
        return None
    try:
        return states_more(json.loads(response.content))
    except ValueError:
        return None
