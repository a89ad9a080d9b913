"""A client of the SDK while it is observed: how it is made and closed."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch

from conformance.contract.model import Twin
from conformance.runtime.callers_client import client_state
from conformance.runtime.profile import without_equal_words

_CLOSING: Final = ("close", "aclose")


@contextmanager
def noted_clients(library: Any) -> Iterator[list[Any]]:
    """While open, every client of the HTTP library that is made comes to the list."""
    made: list[Any] = []
    initialise = library._client.BaseClient.__init__  # noqa: SLF001  # its two classes have no other place

    def noted(self: Any, *given: Any, **named: Any) -> None:
        made.append(self)
        initialise(self, *given, **named)

    with patch.object(library._client.BaseClient, "__init__", noted):  # noqa: SLF001
        yield made


@dataclass(slots=True)
class Opened:
    """A client, the HTTP clients that it made itself, and the caller's, with the state that this one had before.

    `settings` are those of its own HTTP client that differ from the library's, `text` is what a log shows of
    the client. `kept_responses` counts the responses in memory after the calls.
    """

    client: Any = None
    made: list[Any] = field(default_factory=list)
    own: Any = None
    before: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    text: str = ""
    is_closed: bool = False
    kept_responses: int = 0

    @classmethod
    def by(cls, make: Callable[[], Any], own: Any, library: Any, usual: Mapping[str, str]) -> Opened:
        """The client that `make` gives, and the clients of the HTTP library that it makes."""
        before = {} if own is None else client_state(own)
        with noted_clients(library) as made:
            client = make()
        settings = _settings(made[0], usual) if own is None and made else ""
        return cls(client=client, made=made, own=own, before=before, settings=settings, text=_text_of(client))

    def others(self, made: Sequence[Any]) -> list[str]:
        """The HTTP clients that the SDK made beside the one that sends its requests, as lines of the profile.

        Each is compared with the caller's, or with the SDK's own: a setting that it does not take over has no effect.
        """
        first = self.own or next(iter(self.made), None)
        if first is None:
            return []
        usual = client_state(first)
        lines = []
        for other in made:
            state = client_state(other)
            differing = sorted(name for name, text in state.items() if name != "closed" and text != usual[name])
            settings = f", with another {', '.join(differing)}" if differing else ""
            if other is not first:
                lines.append(f"makes another HTTP client{settings}")
        return lines

    @property
    def changes(self) -> dict[str, str]:
        """The settings of the caller's HTTP client that differ now: before → after."""
        if self.own is None:
            return {}
        after = client_state(self.own)
        changed = (name for name, old in self.before.items() if after[name] != old)
        return {f"HTTP client: {name}": without_equal_words(self.before[name], after[name]) for name in changed}

    @property
    def is_left_open(self) -> bool:
        """Whether the client was closed, and a HTTP client that it made itself was not."""
        return self.is_closed and any(not made.is_closed for made in self.made)

    def let_go(self) -> None:
        """Hold the client no longer: what it does in its destructor has happened then."""
        self.client = None
        gc.collect()

    async def close(self, twin: Twin) -> None:
        """Leave the client's context, or close it, if it offers that.

        A class that is both clients has a context for each, and that of one closes nothing of the other.
        """
        is_both = isinstance(self.client, AbstractAsyncContextManager) and isinstance(
            self.client, AbstractContextManager
        )
        if is_both:
            self.made = [made for made in self.made if hasattr(made, "aclose") is (twin == "async")]
        if isinstance(self.client, AbstractAsyncContextManager) and not (is_both and twin == "sync"):
            await self.client.__aenter__()
            await self.client.__aexit__(None, None, None)
        elif isinstance(self.client, AbstractContextManager):
            self.client.__enter__()
            self.client.__exit__(None, None, None)
        elif closing := next((name for name in _CLOSING if hasattr(self.client, name)), None):
            result = getattr(self.client, closing)()
            if inspect.isawaitable(result):
                await result
        else:
            return
        self.is_closed = True


_OF_REQUESTS: Final = frozenset({"timeout", "headers", "closed"})  # requests show them


def usual_settings(library: Any) -> Mapping[Twin, Mapping[str, str]]:
    """The settings of the library's clients that are made without arguments."""
    return {"sync": client_state(library.Client()), "async": client_state(library.AsyncClient())}


def _settings(own: Any, usual: Mapping[str, str]) -> str:
    """The settings of the SDK's own HTTP client that differ from the usual ones, as a line of the profile."""
    changed = {name: text for name, text in client_state(own).items() if text != usual[name]}
    differing = [f"{name}={text}" for name, text in changed.items() if name not in _OF_REQUESTS]
    return f"makes its HTTP client with {', '.join(differing)}" if differing else ""


def _text_of(client: Any) -> str:
    """`str` and `repr` of a client whose class defines any; the others show an address only."""
    if not any({"__repr__", "__str__"} & vars(cls).keys() for cls in type(client).__mro__ if cls is not object):
        return ""
    try:
        return f"{client!s}\n{client!r}"
    except Exception as error:  # noqa: BLE001  # the SDK's own code failed
        return f"{type(error).__name__}: {error}"
