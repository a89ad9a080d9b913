from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from conformance.servers.emulators.services.ml_backend import PASSWORD, USER, VERSION, respond
from conformance.servers.emulators.services.web import Request

CONFIG = """
<View><Text name="text" value="$text"/>
<Choices name="mood" toName="text"><Choice value="good"/><Choice value="bad"/></Choices></View>
"""


def send(path: str, payload: dict[str, Any] | None = None, password: str = "") -> tuple[int, Any]:
    headers = {}
    if password:
        pair = base64.b64encode(f"{USER}:{password}".encode()).decode()
        headers["authorization"] = f"Basic {pair}"
    method, body = ("GET", b"") if payload is None else ("POST", json.dumps(payload).encode())
    response = respond(Request(method, path, {}, headers, body))
    return response.status, json.loads(response.body)


def test_it_is_well_and_has_one_version() -> None:
    assert send("/health") == (200, {"status": "UP", "model_class": "Conformance"})
    assert send("/versions")[1]["versions"] == [VERSION]
    assert send("/setup", {"project": "1.2"}) == (200, {"model_version": VERSION})


def test_each_task_gets_a_prediction_that_fits_the_configuration() -> None:
    status, payload = send("/predict", {"tasks": [{"id": 1}, {"id": 2}], "label_config": CONFIG})
    assert status == 200
    assert len(payload["results"]) == 2
    [region] = payload["results"][0]["result"]
    assert (region["from_name"], region["to_name"], region["value"]) == ("mood", "text", {"choices": ["good"]})


@pytest.mark.parametrize("config", ["", "<View/>", "<View", '<View><Choices name="a" toName="b"/></View>'])
def test_a_configuration_without_choices_gets_empty_predictions(config: str) -> None:
    assert send("/predict", {"tasks": [{}], "label_config": config})[1]["results"][0]["result"] == []


@pytest.mark.parametrize("path", ["/train", "/webhook"])
def test_a_training_is_started(path: str) -> None:
    assert send(path, {"action": "START_TRAINING"})[1]["job"] == "conformance-training"


def test_below_private_a_password_is_needed() -> None:
    assert send("/private/health")[0] == 401
    assert send("/private/health", password="wrong")[0] == 401
    assert send("/private/health", password=PASSWORD)[0] == 200
    assert send("/private/setup", {}, password=PASSWORD)[1] == {"model_version": VERSION}


@pytest.mark.parametrize("payload", [None, {}])
def test_a_page_that_no_backend_has_is_not_found(payload: dict[str, Any] | None) -> None:
    assert send("/elsewhere", payload)[0] == 404


def test_a_body_that_is_no_json_is_refused() -> None:
    assert respond(Request("POST", "/predict", {}, {}, b"{")).status == 400
