"""A receiver of webhooks that keeps the last deliveries, to be read from `/deliveries`."""

from __future__ import annotations

import json
from collections import deque
from functools import partial
from typing import Any, Final

from conformance.servers.emulators.services import web
from conformance.servers.emulators.services.emulator import Emulator, url_of
from conformance.servers.emulators.services.web import Request, Response, json_response

MAX_DELIVERIES: Final = 500
MAX_BYTES: Final = 64 * 1024  # of one delivery; only the size of a larger one is kept

_deliveries: deque[dict[str, Any]] = deque(maxlen=MAX_DELIVERIES)


def respond(request: Request) -> Response:
    """Keep posted bodies. `GET /deliveries` returns them, oldest first; `DELETE /deliveries` removes them."""
    if request.path == "/deliveries":
        if request.method == "DELETE":
            _deliveries.clear()
        return json_response(list(_deliveries))
    if request.method != "POST":
        return json_response({"error": "POST to this URL, or GET /deliveries"}, 405)
    _deliveries.append(
        {
            "path": request.path,
            "headers": dict(sorted(request.headers.items())),
            "bytes": len(request.body),
            "body": _parse_body(request.body),
        }
    )
    return json_response({})


def _parse_body(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")


EMULATOR: Final = Emulator(
    name="webhook_receiver",
    serve=partial(web.serve, respond=respond),
    values=lambda port: {"hook_url": f"{url_of(port)}/hook", "deliveries_url": f"{url_of(port)}/deliveries"},
)
