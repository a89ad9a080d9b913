"""The document has an additional filter and an additional field."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.create"
EXPECT = {"spec_parameter_missing: projects.create.colour", "spec_parameter_missing: projects.create.dry"}


def describe(document: dict[str, Any]) -> None:
    create = document["paths"]["/api/projects/"]["post"]
    create["parameters"] = [{"name": "dry", "in": "query", "schema": {"type": "boolean"}}]
    create["requestBody"]["content"]["application/json"]["schema"]["properties"]["colour"] = {"type": "string"}
