"""The document has the name of a header in capitals."""

from __future__ import annotations

from typing import Any

OPERATION = "events.list"


def describe(document: dict[str, Any]) -> None:
    for parameter in document["paths"]["/api/events"]["get"]["parameters"]:
        parameter["name"] = {"x-limit": "X-Limit"}.get(parameter["name"], parameter["name"])
