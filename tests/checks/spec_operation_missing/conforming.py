"""The document has an internal operation, and one without a method name."""

from __future__ import annotations

from typing import Any

from conformance.finding import PACKAGE

OPERATION = PACKAGE


def describe(document: dict[str, Any]) -> None:
    internal = {"x-sdk-method": "tasks.archive", "x-internal": True, "responses": {}}
    document["paths"]["/api/archive"] = {"post": internal, "get": {"responses": {}}}
