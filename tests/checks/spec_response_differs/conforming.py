"""The document leaves out what acme does not require, and has a field that is only sent."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    properties = document["components"]["schemas"]["Project"]["properties"]
    del properties["score"]
    properties["password"] = {"type": "string", "writeOnly": True}
