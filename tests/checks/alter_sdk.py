"""Functions that change an SDK in one place and keep its names and signatures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any


def wrap(owner: Any, name: str, instead: Callable[..., Any]) -> None:
    """Replace calls of `owner.name` with `instead(original, ...)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def altered(*args: Any, **kwargs: Any) -> Any:
        return instead(original, *args, **kwargs)

    setattr(owner, name, altered)


def wrap_async(owner: Any, name: str, instead: Callable[..., Any]) -> None:
    """The same for a coroutine function; `instead` is one, too."""
    original = getattr(owner, name)

    @functools.wraps(original)
    async def altered(*args: Any, **kwargs: Any) -> Any:
        return await instead(original, *args, **kwargs)

    setattr(owner, name, altered)


def change_result(owner: Any, name: str, change: Callable[[Any], Any]) -> None:
    """Apply `change` to what `owner.name` returns."""
    wrap(owner, name, lambda original, *args, **kwargs: change(original(*args, **kwargs)))


def change_request(requests: Any, name: str, change: Callable[[Any], dict[str, Any]]) -> None:
    """Replace the parts of an operation's request that `change` returns."""
    change_result(requests, name, lambda data: replace(data, **change(data)))


def read_past_end(sdk: Any) -> None:
    """Let the lists of acme end with a page that has no items, whatever the pages before it say."""
    sdk.projects.client.more = lambda page: bool(page.results)
