"""What the document has more is not a caller's to give: a header of HTTP, a cookie, a field that is only read."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    create = document["paths"]["/api/projects/"]["post"]
    create["parameters"] = [
        {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
        {"name": "session", "in": "cookie", "schema": {"type": "string"}},
    ]
    body = create["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["id"] = {"type": "integer", "readOnly": True}
