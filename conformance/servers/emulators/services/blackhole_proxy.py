"""A proxy that lets nothing through: whoever is sent through it hears at once that it leads nowhere."""

from __future__ import annotations

from conformance.servers.emulators.services.web import Reply, Request


def answer(_: Request) -> Reply:
    """Refuse."""
    return Reply(403, b"requests leave this machine only by mistake", {"Connection": "close"})
