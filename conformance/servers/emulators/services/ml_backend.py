"""An ML backend: says that it is well, gives one prediction for each task, and starts trainings that do nothing.

Below `/private/` it asks for a user's name and password.
"""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as ET
from typing import Any

from conformance.servers.emulators.fixtures import MODEL_PASSWORD, MODEL_USER, MODEL_VERSION
from conformance.servers.emulators.services.web import Reply, Request, as_json

_ALLOWED = "Basic " + base64.b64encode(f"{MODEL_USER}:{MODEL_PASSWORD}".encode()).decode()
_WELL = {"status": "UP", "model_class": "Conformance"}
_VERSIONS = {"versions": [MODEL_VERSION], "message": "one version"}


def answer(request: Request) -> Reply:
    """Answer as a Label Studio ML backend does."""
    path = request.path.strip("/")
    if path == "private" or path.startswith("private/"):
        if request.headers.get("authorization") != _ALLOWED:
            return as_json({"error": "a user's name and password are needed"}, 401)
        path = path.removeprefix("private").lstrip("/")
    if request.method == "GET":
        return _read(path)
    try:
        asked = json.loads(request.body or b"{}")
    except ValueError as error:
        return as_json({"error": f"the body is no JSON: {error}"}, 400)
    return _told(path, asked if isinstance(asked, dict) else {})


def _read(path: str) -> Reply:
    if path in {"", "health"}:
        return as_json(_WELL)
    return as_json(_VERSIONS) if path == "versions" else as_json({"error": "no such page"}, 404)


def _told(path: str, asked: dict[str, Any]) -> Reply:
    if path == "predict":
        results = [_prediction(str(asked.get("label_config", ""))) for _ in asked.get("tasks") or []]
        return as_json({"results": results})
    if path in {"train", "webhook"}:
        return as_json({"job": "conformance-training", "result": "started"}, 201)
    if path == "setup":
        return as_json({"model_version": MODEL_VERSION})
    if path == "versions":
        return as_json(_VERSIONS)
    if path in {"validate", "delete", "duplicate_model", "job_status"}:
        return as_json({})
    return as_json({"error": "no such page"}, 404)


def _prediction(config: str) -> dict[str, Any]:
    return {"model_version": MODEL_VERSION, "score": 0.5, "result": _result(config)}


def _result(config: str) -> list[dict[str, Any]]:
    """The first choice of the first control with choices; nothing for a configuration without any."""
    try:
        controls = [element for element in ET.fromstring(config).iter("Choices") if element.get("toName")]  # noqa: S314
    except ET.ParseError:
        return []
    chosen = [(control, choice.get("value", "")) for control in controls for choice in control.iter("Choice")]
    if not chosen:
        return []
    control, value = chosen[0]
    names = {"from_name": control.get("name"), "to_name": control.get("toName")}
    return [{"id": "conformance", "type": "choices", "value": {"choices": [value]}, **names}]
