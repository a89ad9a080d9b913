"""A part of both clients is loaded on first use."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def load(client: Any) -> Any:
        return client.__dict__["tasks"]

    def store(client: Any, part: Any) -> None:
        client.__dict__["tasks"] = part

    for client in (sdk.client.Acme, sdk.client.AsyncAcme):
        client.tasks = property(load, store)
