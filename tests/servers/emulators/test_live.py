"""A real server reaches every emulator with its own libraries: those of Amazon, Google, Azure and Redis."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conformance.servers.connect import server_kind
from conformance.servers.emulators import fixtures
from conformance.servers.emulators.addresses import EmulatorAddresses
from conformance.servers.emulators.services import ml_backend
from conformance.servers.start import start
from conformance.targets.target import load_target

pytestmark = pytest.mark.live
RELEASE = "1.23.2"
PLENTY_SECONDS = 60.0
CONFIG = """
<View><Text name="text" value="$text"/>
<Choices name="mood" toName="text"><Choice value="good"/><Choice value="bad"/></Choices></View>
"""
KINDS = ("s3", "gcs", "azure", "redis", "localfiles")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def client(running: EmulatorAddresses) -> Iterator[httpx.Client]:
    """A client of a server that uses the emulators."""
    target = load_target()
    variables = running.environment(server_kind(target).emulator_environment)
    with start(RELEASE, target, lambda _: None, variables) as server:
        headers = {"Authorization": f"Token {server.token}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=PLENTY_SECONDS) as client:
            yield client


@pytest.fixture
def project(client: httpx.Client) -> int:
    """A project with one annotated task."""
    project = post(client, "/api/projects/", {"title": "emulators", "label_config": CONFIG})["id"]
    task = post(client, "/api/tasks/", {"project": project, "data": {"text": "hello"}})["id"]
    region = {"from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}
    post(client, f"/api/tasks/{task}/annotations/", {"result": [region]})
    return int(project)


def post(client: httpx.Client, path: str, body: Json) -> Json:
    response = client.post(path, json=body)
    assert response.is_success, response.text
    document: Json = response.json() if response.content else {}
    return document


def arguments(kind: str, running: EmulatorAddresses, local: str) -> Json:
    """The arguments that connect a storage of this kind to its emulator."""
    return {
        "s3": {
            "bucket": running["s3_bucket"],
            "aws_access_key_id": running["s3_access_key"],
            "aws_secret_access_key": running["s3_secret_key"],
            "s3_endpoint": running["s3_endpoint"],
        },
        "gcs": {"bucket": running["gcs_bucket"], "google_application_credentials": running["gcs_credentials"]},
        "azure": {
            "container": running["azure_container"],
            "account_name": running["azure_account"],
            "account_key": running["azure_key"],
        },
        "redis": {"host": running["redis_host"], "port": running["redis_port"], "password": running["redis_password"]},
        "localfiles": {"path": local},
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_seeded_objects_become_tasks(client: httpx.Client, running: EmulatorAddresses, project: int, kind: str) -> None:
    place = {"prefix": running["prefix"]} if kind in {"s3", "gcs", "azure"} else {}
    place |= {"path": running["prefix"]} if kind == "redis" else {}
    body = {"project": project, **arguments(kind, running, running["local_tasks"]), **place}
    post(client, f"/api/storages/{kind}/validate", body)
    storage = post(client, f"/api/storages/{kind}/", body)["id"]
    synced = post(client, f"/api/storages/{kind}/{storage}/sync", {})
    assert (synced["status"], synced["last_sync_count"]) == ("completed", len(fixtures.TASKS))
    tasks = client.get("/api/tasks", params={"project": project}).json()["tasks"]
    assert {"A seeded task.", "Another seeded task."} <= {task["data"]["text"] for task in tasks}


@pytest.mark.parametrize("kind", KINDS)
def test_annotations_become_objects(client: httpx.Client, running: EmulatorAddresses, project: int, kind: str) -> None:
    body = {"project": project, **arguments(kind, running, running["local_export"])}
    body |= {"prefix": "out"} if kind in {"s3", "gcs", "azure"} else {}
    storage = post(client, f"/api/storages/export/{kind}", body)["id"]
    synced = post(client, f"/api/storages/export/{kind}/{storage}/sync", {})
    assert (synced["status"], synced["last_sync_count"]) == ("completed", 1)


def test_azure_refuses_a_wrong_key(client: httpx.Client, running: EmulatorAddresses, project: int) -> None:
    body = {"project": project, **arguments("azure", running, ""), "account_key": "bm9ib2R5"}
    response = client.post("/api/storages/azure/", json=body)
    assert (response.status_code, "AuthenticationFailed" in response.text) == (400, True)


def test_predictions_of_the_ml_backend_are_stored(
    client: httpx.Client, running: EmulatorAddresses, project: int
) -> None:
    backend = post(client, "/api/ml/", {"project": project, "url": running["model_url"]})
    assert (backend["readable_state"], backend["model_version"]) == ("Connected", ml_backend.VERSION)
    chosen = {"all": True, "excluded": []}
    post(client, f"/api/dm/actions?id=retrieve_tasks_predictions&project={project}", {"selectedItems": chosen})
    [task] = client.get("/api/tasks", params={"project": project, "fields": "all"}).json()["tasks"]
    assert [prediction["model_version"] for prediction in task["predictions"]] == [ml_backend.VERSION]


def test_the_ml_backend_behind_a_password_is_reached(
    client: httpx.Client, running: EmulatorAddresses, project: int
) -> None:
    named = {"basic_auth_user": running["model_user"], "basic_auth_pass": running["model_password"]}
    body = {"project": project, "url": running["private_model_url"], "auth_method": "BASIC_AUTH", **named}
    assert post(client, "/api/ml/", body)["readable_state"] == "Connected"
    assert client.post("/api/ml/", json=body | {"basic_auth_pass": "wrong"}).status_code == 400


def test_webhooks_are_delivered(client: httpx.Client, running: EmulatorAddresses, project: int) -> None:
    httpx.delete(running["deliveries_url"])
    hook = {"project": project, "url": f"{running['hook_url']}/one", "headers": {"X-One": "1"}}
    post(client, "/api/webhooks/", hook)
    post(client, "/api/tasks/", {"project": project, "data": {"text": "again"}})
    limit = time.monotonic() + PLENTY_SECONDS
    while not (deliveries := httpx.get(running["deliveries_url"]).json()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert [
        (delivery["path"], delivery["headers"]["x-one"], delivery["body"]["action"]) for delivery in deliveries
    ] == [("/hook/one", "1", "TASKS_CREATED")]
