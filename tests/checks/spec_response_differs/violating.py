"""The document has an additional field in a list, and lacks one that acme requires."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"spec_response_differs: projects.get.labels.[].shade", "spec_response_differs: projects.get.title"}


def describe(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas["Label"]["properties"]["shade"] = {"type": "string"}
    del schemas["Project"]["properties"]["title"]
