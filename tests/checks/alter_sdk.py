"""Ways to alter an SDK in one place, keeping names and signatures."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any


def wrap(owner: Any, name: str, instead: Callable[..., Any]) -> None:
    """Calls of `owner.name` become `instead(original, ...)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def altered(*args: Any, **kwargs: Any) -> Any:
        return instead(original, *args, **kwargs)

    setattr(owner, name, altered)


def wrap_async(owner: Any, name: str, instead: Callable[..., Any]) -> None:
    """The same for a coroutine function; `instead` is one too."""
    original = getattr(owner, name)

    @functools.wraps(original)
    async def altered(*args: Any, **kwargs: Any) -> Any:
        return await instead(original, *args, **kwargs)

    setattr(owner, name, altered)


def change_result(owner: Any, name: str, change: Callable[[Any], Any]) -> None:
    """What `owner.name` returns goes through `change`."""
    wrap(owner, name, lambda original, *args, **kwargs: change(original(*args, **kwargs)))


def change_request(requests: Any, name: str, change: Callable[[Any], dict[str, Any]]) -> None:
    """What an operation asks for is replaced in the parts that `change` gives."""
    change_result(requests, name, lambda ask: replace(ask, **change(ask)))
