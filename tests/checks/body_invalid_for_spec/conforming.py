"""The document allows much less than acme's types."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
OTHER_CHECKS = {"spec_required_differs"}


def describe(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/projects/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"] |= {
        "title": {"type": "string", "minLength": 3, "maxLength": 8},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "description": {"type": "string", "format": "email"},
        "labels": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]?$"}, "maxItems": 1},
        "due": {"type": "string", "format": "date"},
    }
    body["required"] = ["title", "state"]
    body["additionalProperties"] = False
