"""The additional parameters are not a caller's to set: an HTTP header, a cookie, a read-only field."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"


def describe(document: dict[str, Any]) -> None:
    create = document["paths"]["/api/projects/"]["post"]
    create["parameters"] = [
        {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
        {"name": "session", "in": "cookie", "schema": {"type": "string"}},
    ]
    body = create["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["id"] = {"type": "integer", "readOnly": True}
