"""The document names a method that acme does not have."""

from __future__ import annotations

from typing import Any

from conformance.finding import PACKAGE

OPERATION = PACKAGE
EXPECT = {"spec_operation_missing: tasks.archive"}


def describe(document: dict[str, Any]) -> None:
    document["paths"]["/api/archive"] = {"post": {"x-sdk-method": "tasks.archive", "responses": {}}}
