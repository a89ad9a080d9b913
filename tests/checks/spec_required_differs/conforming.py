"""The document requires a field of the response, and a default that acme always sends."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.list"


def describe(document: dict[str, Any]) -> None:
    for parameter in document["paths"]["/api/projects/"]["get"]["parameters"]:
        parameter["required"] = parameter["name"] == "page"
