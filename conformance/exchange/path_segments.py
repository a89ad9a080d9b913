"""The segments of a path: as a call expects them, and as they were sent."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from urllib.parse import unquote, urlsplit

from conformance.contract.model import Operation
from conformance.generate.call import Call
from conformance.generate.values import Value
from conformance.wire import Request


def expected_path(operation: Operation, call: Call) -> list[str]:
    """The decoded segments of the path that the call should request."""
    return [_fill_segment(segment, call) for segment in urlsplit(operation.url).path.split("/")]


def sent_path(request: Request) -> list[str]:
    """The segments of the path as a server sees them, decoded one by one."""
    return [unquote(segment) for segment in request.path.split("/")]


def _fill_segment(segment: str, call: Call) -> str:
    for name, value in call.arguments.items():
        if "{" + name + "}" in segment:
            segment = segment.replace("{" + name + "}", _path_text(value))
    return segment


def _path_text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, str | int | float | uuid.UUID | dt.date) else json.dumps(value)
