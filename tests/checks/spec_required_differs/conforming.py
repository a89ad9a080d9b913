"""The document requires a field of what is read, and a default that acme always sends."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    for parameter in document["paths"]["/api/projects/"]["get"]["parameters"]:
        parameter["required"] = parameter["name"] == "page"
