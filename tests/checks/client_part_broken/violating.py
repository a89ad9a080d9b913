"""A part of both clients is loaded on first use, and its module is broken."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"client_part_broken: tasks"}


def alter(sdk: Any) -> None:
    def load(_: Any) -> Any:
        raise ImportError("cannot import name 'Taskk' from 'acme_sdk.types' (/somewhere/acme_sdk/types/__init__.py)")

    for client in (sdk.client.Acme, sdk.client.AsyncAcme):
        client.tasks = property(load, lambda *_: None)
