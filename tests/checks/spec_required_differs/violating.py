"""The document requires a field that may be left out, and does not require one that may not."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
EXPECT = {"spec_required_differs: projects.create.due", "spec_required_differs: projects.create.title"}
ALSO: set[str] = set()


def describe(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/projects/"]["post"]["requestBody"]["content"]
    content["application/json"]["schema"]["required"] = ["due"]
