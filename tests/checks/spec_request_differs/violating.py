"""The document has a different method, path and content type."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.update"
EXPECT = {
    "spec_request_differs: projects.update.content_type",
    "spec_request_differs: projects.update.method",
    "spec_request_differs: projects.update.path",
}


def describe(document: dict[str, Any]) -> None:
    update = document["paths"]["/api/projects/{project}/"].pop("patch")
    body = update["requestBody"]["content"]
    body["application/merge-patch+json"] = body.pop("application/json")
    document["paths"]["/api/projects/{project}"] = {"put": update | {"x-sdk-method": "projects.update"}}
