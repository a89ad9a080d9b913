"""The document has a different name for a filter, and for a header."""

from __future__ import annotations

from typing import Any

OPERATION = "events.list"
EXPECT = {"spec_parameter_unknown: events.list.since", "spec_parameter_unknown: events.list.x-limit"}
OTHER_CHECKS = {"spec_parameter_missing"}


def describe(document: dict[str, Any]) -> None:
    for parameter in document["paths"]["/api/events"]["get"]["parameters"]:
        parameter["name"] = {"since": "from", "x-limit": "x-most"}.get(parameter["name"], parameter["name"])
