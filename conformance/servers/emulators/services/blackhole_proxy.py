"""A proxy that refuses every request, so that a server behind it never leaves this machine."""

from __future__ import annotations

from functools import partial
from typing import Final

from conformance.servers.emulators.services import web
from conformance.servers.emulators.services.emulator import Emulator, url_of
from conformance.servers.emulators.services.web import Request, Response


def respond(_: Request) -> Response:
    """Refuse."""
    return Response(403, b"this proxy refuses every request", {"Connection": "close"})


EMULATOR: Final = Emulator(
    name="blackhole_proxy",
    serve=partial(web.serve, respond=respond),
    values=lambda port: {"refusing_proxy": url_of(port)},
)
