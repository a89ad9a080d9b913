"""The document requires an optional field, and does not require a required one."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
EXPECT = {"spec_required_differs: projects.create.due", "spec_required_differs: projects.create.title"}


def describe(document: dict[str, Any]) -> None:
    content = document["paths"]["/api/projects/"]["post"]["requestBody"]["content"]
    content["application/json"]["schema"]["required"] = ["due"]
