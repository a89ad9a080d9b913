"""The document lacks what acme does not require, and has a field that is only sent."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"


def describe(document: dict[str, Any]) -> None:
    properties = document["components"]["schemas"]["Project"]["properties"]
    del properties["score"]
    properties["password"] = {"type": "string", "writeOnly": True}
