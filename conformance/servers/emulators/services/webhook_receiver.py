"""A receiver of webhooks: keeps the last of what is posted to it, and tells it to who asks."""

from __future__ import annotations

import json
from collections import deque
from typing import Any, Final

from conformance.servers.emulators.services.web import Reply, Request, as_json

MOST_DELIVERIES: Final = 500
MOST_BYTES: Final = 64 * 1024  # of one delivery; of a larger one only its size is kept

_kept: deque[dict[str, Any]] = deque(maxlen=MOST_DELIVERIES)


def answer(request: Request) -> Reply:
    """`/deliveries`: GET tells what came since it was last emptied, oldest first, DELETE empties it. Else: keep."""
    if request.path == "/deliveries":
        if request.method == "DELETE":
            _kept.clear()
        return as_json(list(_kept))
    if request.method != "POST":
        return as_json({"error": "post to this address, or get /deliveries"}, 405)
    _kept.append(
        {
            "path": request.path,
            "headers": dict(sorted(request.headers.items())),
            "bytes": len(request.body),
            "body": _body(request.body),
        }
    )
    return as_json({})


def _body(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")
