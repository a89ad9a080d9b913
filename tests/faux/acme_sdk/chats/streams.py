"""Items of streams: server-sent events, or one JSON value in each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx

from ..core import construct
from .types import Chunk


class StreamError(Exception):
    """The response is no stream of events."""


def events(response: httpx.Response, text: str) -> Iterator[Any]:
    if "text/event-stream" not in response.headers.get("content-type", ""):
        raise StreamError(f"expected text/event-stream, got {response.headers.get('content-type')}")
    for event in text.split("\n\n"):
        data = [line.removeprefix("data:").strip() for line in event.split("\n") if line.startswith("data:")]
        if data:
            yield construct.construct(Chunk, json.loads("\n".join(data)))


def lines(_: httpx.Response, text: str) -> Iterator[Any]:
    for line in text.split("\n"):
        if line.strip():
            yield construct.construct(Chunk, json.loads(line))
