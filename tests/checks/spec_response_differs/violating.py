"""The document has one field more, in a list of the answer, and one that acme requires not at all."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"spec_response_differs: projects.get.labels.[].shade", "spec_response_differs: projects.get.title"}
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas["Label"]["properties"]["shade"] = {"type": "string"}
    del schemas["Project"]["properties"]["title"]
