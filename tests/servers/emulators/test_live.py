"""A real server reaches every stand-in by its own libraries: boto3, Google's, Azure's and Redis' clients, requests."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conformance.servers.emulators import fixtures
from conformance.servers.emulators.addresses import EmulatorAddresses
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
    """A client of a server that was started to find the stand-ins."""
    with start(RELEASE, load_target(), lambda _: None, running.environment()) as server:
        headers = {"Authorization": f"Token {server.token}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=PLENTY_SECONDS) as made:
            yield made


@pytest.fixture
def project(client: httpx.Client) -> int:
    """A project with one annotated task."""
    made = post(client, "/api/projects/", {"title": "stand-ins", "label_config": CONFIG})["id"]
    task = post(client, "/api/tasks/", {"project": made, "data": {"text": "hello"}})["id"]
    region = {"from_name": "mood", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}
    post(client, f"/api/tasks/{task}/annotations/", {"result": [region]})
    return int(made)


def post(client: httpx.Client, path: str, body: Json) -> Json:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    said: Json = answer.json() if answer.content else {}
    return said


def arguments(kind: str, found: EmulatorAddresses, local: str) -> Json:
    """What leads a storage of this kind to its stand-in."""
    return {
        "s3": {
            "bucket": found.s3_bucket,
            "aws_access_key_id": found.s3_access_key,
            "aws_secret_access_key": found.s3_secret_key,
            "s3_endpoint": found.s3_endpoint,
        },
        "gcs": {"bucket": found.gcs_bucket, "google_application_credentials": found.gcs_credentials},
        "azure": {
            "container": found.azure_container,
            "account_name": found.azure_account,
            "account_key": found.azure_key,
        },
        "redis": {"host": found.redis_host, "port": found.redis_port, "password": found.redis_password},
        "localfiles": {"path": local},
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_seeded_objects_become_tasks(client: httpx.Client, running: EmulatorAddresses, project: int, kind: str) -> None:
    place = {"prefix": running.prefix} if kind in {"s3", "gcs", "azure"} else {}
    place |= {"path": running.prefix} if kind == "redis" else {}
    asked = {"project": project, **arguments(kind, running, running.local_tasks), **place}
    post(client, f"/api/storages/{kind}/validate", asked)
    storage = post(client, f"/api/storages/{kind}/", asked)["id"]
    synced = post(client, f"/api/storages/{kind}/{storage}/sync", {})
    assert (synced["status"], synced["last_sync_count"]) == ("completed", len(fixtures.TASKS))
    tasks = client.get("/api/tasks", params={"project": project}).json()["tasks"]
    assert {"A seeded task.", "Another seeded task."} <= {task["data"]["text"] for task in tasks}


@pytest.mark.parametrize("kind", KINDS)
def test_annotations_become_objects(client: httpx.Client, running: EmulatorAddresses, project: int, kind: str) -> None:
    asked = {"project": project, **arguments(kind, running, running.local_export)}
    asked |= {"prefix": "out"} if kind in {"s3", "gcs", "azure"} else {}
    storage = post(client, f"/api/storages/export/{kind}", asked)["id"]
    synced = post(client, f"/api/storages/export/{kind}/{storage}/sync", {})
    assert (synced["status"], synced["last_sync_count"]) == ("completed", 1)


def test_a_wrong_key_is_refused_by_azure(client: httpx.Client, running: EmulatorAddresses, project: int) -> None:
    asked = {"project": project, **arguments("azure", running, ""), "account_key": "bm9ib2R5"}
    answer = client.post("/api/storages/azure/", json=asked)
    assert (answer.status_code, "AuthenticationFailed" in answer.text) == (400, True)


def test_predictions_of_the_ml_backend_are_kept(client: httpx.Client, running: EmulatorAddresses, project: int) -> None:
    backend = post(client, "/api/ml/", {"project": project, "url": running.model_url})
    assert (backend["readable_state"], backend["model_version"]) == ("Connected", fixtures.MODEL_VERSION)
    chosen = {"all": True, "excluded": []}
    post(client, f"/api/dm/actions?id=retrieve_tasks_predictions&project={project}", {"selectedItems": chosen})
    [task] = client.get("/api/tasks", params={"project": project, "fields": "all"}).json()["tasks"]
    assert [kept["model_version"] for kept in task["predictions"]] == [fixtures.MODEL_VERSION]


def test_the_ml_backend_behind_a_password_is_reached(
    client: httpx.Client, running: EmulatorAddresses, project: int
) -> None:
    named = {"basic_auth_user": running.model_user, "basic_auth_pass": running.model_password}
    asked = {"project": project, "url": running.private_model_url, "auth_method": "BASIC_AUTH", **named}
    assert post(client, "/api/ml/", asked)["readable_state"] == "Connected"
    assert client.post("/api/ml/", json=asked | {"basic_auth_pass": "wrong"}).status_code == 400


def test_webhooks_are_delivered(client: httpx.Client, running: EmulatorAddresses, project: int) -> None:
    httpx.delete(running.deliveries_url)
    hook = {"project": project, "url": f"{running.hook_url}/one", "headers": {"X-One": "1"}}
    post(client, "/api/webhooks/", hook)
    post(client, "/api/tasks/", {"project": project, "data": {"text": "again"}})
    limit = time.monotonic() + PLENTY_SECONDS
    while not (told := httpx.get(running.deliveries_url).json()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert [(delivery["path"], delivery["headers"]["x-one"], delivery["body"]["action"]) for delivery in told] == [
        ("/hook/one", "1", "TASKS_CREATED")
    ]
