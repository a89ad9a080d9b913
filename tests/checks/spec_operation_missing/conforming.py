"""The document has an internal operation, and one that asks for no method."""

from __future__ import annotations

from typing import Any

from conformance.finding import PACKAGE

OPERATION = PACKAGE
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    internal = {"x-sdk-method": "tasks.archive", "x-internal": True, "responses": {}}
    document["paths"]["/api/archive"] = {"post": internal, "get": {"responses": {}}}
