"""The document has several content types, one of them with a parameter."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.update"


def describe(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/projects/{project}/"]["patch"]["requestBody"]["content"]
    schema = body.pop("application/json")
    body.update({"application/JSON; charset=utf-8": schema, "multipart/form-data": schema})
