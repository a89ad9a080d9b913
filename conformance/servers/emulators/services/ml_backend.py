"""An ML backend that is always healthy, predicts one result for each task, and starts trainings that do nothing.

Below `/private/`, it requires a user name and a password.
"""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from conformance.servers.emulators.services import web
from conformance.servers.emulators.services.emulator import Emulator, url_of
from conformance.servers.emulators.services.web import Request, Response, json_response

USER: Final = "conformance"
PASSWORD: Final = "conformance-model-password"  # noqa: S105  # of this emulator alone
VERSION: Final = "conformance-model-1"
_AUTHORIZATION: Final = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
_HEALTH: Final = {"status": "UP", "model_class": "Conformance"}
_VERSIONS: Final = {"versions": [VERSION], "message": "one version"}


def respond(request: Request) -> Response:
    """Respond as an ML backend does."""
    path = request.path.strip("/")
    if path == "private" or path.startswith("private/"):
        if request.headers.get("authorization") != _AUTHORIZATION:
            return json_response({"error": "a user name and a password are required"}, 401)
        path = path.removeprefix("private").lstrip("/")
    if request.method == "GET":
        return _respond_to_get(path)
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        return json_response({"error": f"the body is no JSON: {error}"}, 400)
    return _respond_to_post(path, body if isinstance(body, dict) else {})


def _respond_to_get(path: str) -> Response:
    if path in {"", "health"}:
        return json_response(_HEALTH)
    return json_response(_VERSIONS) if path == "versions" else json_response({"error": "no such page"}, 404)


def _respond_to_post(path: str, body: dict[str, Any]) -> Response:
    if path == "predict":
        results = [_prediction(str(body.get("label_config", ""))) for _ in body.get("tasks") or []]
        return json_response({"results": results})
    if path in {"train", "webhook"}:
        return json_response({"job": "conformance-training", "result": "started"}, 201)
    if path == "setup":
        return json_response({"model_version": VERSION})
    if path == "versions":
        return json_response(_VERSIONS)
    if path in {"validate", "delete", "duplicate_model", "job_status"}:
        return json_response({})
    return json_response({"error": "no such page"}, 404)


def _prediction(config: str) -> dict[str, Any]:
    return {"model_version": VERSION, "score": 0.5, "result": _regions(config)}


def _regions(config: str) -> list[dict[str, Any]]:
    """The first choice of the first control that has choices, or nothing where no control has."""
    try:
        controls = [element for element in ET.fromstring(config).iter("Choices") if element.get("toName")]  # noqa: S314
    except ET.ParseError:
        return []
    choices = [(control, choice.get("value", "")) for control in controls for choice in control.iter("Choice")]
    if not choices:
        return []
    control, value = choices[0]
    names = {"from_name": control.get("name"), "to_name": control.get("toName")}
    return [{"id": "conformance", "type": "choices", "value": {"choices": [value]}, **names}]


def _values(port: int) -> Mapping[str, str]:
    return {
        "model_url": url_of(port),
        "private_model_url": f"{url_of(port)}/private",  # the same, behind the user name and the password
        "model_user": USER,
        "model_password": PASSWORD,
    }


EMULATOR: Final = Emulator(name="ml_backend", serve=partial(web.serve, respond=respond), values=_values)
