"""Compares requests: whether two are the same for a server, and where they differ.

Method, path, query, media type and body count. Other headers describe the machine, the release or the user, and change
from run to run.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from urllib.parse import unquote

from conformance.exchange.differences import in_words, request_differences
from conformance.wire import Request

Difference = tuple[str, str]  # where two requests differ, and a sentence about it


def identity(request: Request) -> Hashable:
    """A value that is equal for requests that are the same for a server. Multipart boundaries do not count."""
    return request.method, _path(request), tuple(sorted(request.query)), request.content_type, _body(request)


def _path(request: Request) -> tuple[str, ...]:
    return tuple(unquote(segment) for segment in request.path.split("/"))


def _body(request: Request) -> Hashable:
    match request.content_type:
        case "multipart/form-data":
            return tuple(request.parts)
        case "application/json" if request.content:
            try:
                return json.dumps(request.json, sort_keys=True)
            except ValueError:
                return request.content
    return request.content


def differences(recorded: Request, sent: Request) -> Iterator[Difference]:
    """The places in which a sent request differs ("path", "query.page", "body.labels[].title"), each with a text."""
    for difference, text in in_words(tuple(request_differences(recorded, sent))):
        yield difference.place, f"recorded → sent: {text}"
