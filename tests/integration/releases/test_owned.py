"""A run in owned mode leaves the data of other users on a real server unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.servers.server import Server
from conformance.servers.start import start
from conformance.targets.target import Target

CHOICES = (
    '<View><Text name="text" value="$text"/><Choices name="kind" toName="text"><Choice value="good"/></Choices></View>'
)
RESULT = [{"from_name": "kind", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}]
OPERATIONS = ("projects.*", "tasks.*", "webhooks.*")
CHANGING = {"created_ago", "last_activity", "last_login"}  # relative to the current time, or of the run's own user
LISTS = ("/api/dm/views/", "/api/webhooks/", "/api/users/", "/api/organizations/1/memberships", "/api/predictions/")
OF_PROJECT = ("/api/dm/views/", "/api/webhooks/", "/api/predictions/")

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(target: Target) -> Iterator[Server]:
    with start("1.23.2", target, lambda _: None) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Token {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
        yield client


def test_an_owned_run_leaves_what_others_keep_as_it_was(server: Server, client: httpx.Client, tmp_path: Path) -> None:
    projects = [_filled(client, f"foreign {number}") for number in range(2)]
    _create(client, "/api/users/", {"username": "second", "email": "second@foreign.test"})
    before = _snapshot(client, projects)
    command = [sys.executable, "-m", "conformance.cli", "live", "--url", server.url, "--mode", "owned"]
    command += ["--sdk", "2.1.2", "--no-known", "--rate", "1000", "--examples", "1"]
    command += [part for pattern in OPERATIONS for part in ("--operation", pattern)]
    environment = {**os.environ, "LABEL_STUDIO_API_KEY": server.token}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=400, check=False)
    assert ended.returncode in {0, 1}, ended.stderr.decode()
    assert _snapshot(client, projects) == before


def _filled(client: httpx.Client, title: str) -> int:
    """A project with one of everything in it; its identity."""
    project = int(_create(client, "/api/projects/", {"title": title, "label_config": CHOICES})["id"])
    task = _create(client, "/api/tasks/", {"project": project, "data": {"text": "one"}})["id"]
    _create(client, f"/api/tasks/{task}/annotations/", {"result": RESULT})
    _create(client, "/api/predictions/", {"task": task, "result": RESULT})
    _create(client, "/api/dm/views/", {"project": project, "data": {"title": "mine"}})
    _create(client, "/api/webhooks/", {"project": project, "url": "http://127.0.0.1:9/hook", "is_active": False})
    return project


def _create(client: httpx.Client, url: str, payload: dict[str, Any]) -> Any:
    return client.post(url, json=payload).raise_for_status().json()


def _snapshot(client: httpx.Client, projects: list[int]) -> dict[str, Any]:
    """Everything on the server, by URL, without values that change by themselves."""
    urls = ["/api/projects/?page_size=1000", *LISTS]
    for project in projects:
        urls += [f"/api/projects/{project}/", *(f"{url}?project={project}" for url in OF_PROJECT)]
        tasks = client.get("/api/tasks/", params={"project": project, "page_size": 1000}).json()["tasks"]
        urls += [f"/api/tasks/{task['id']}/" for task in tasks]
    return {url: _steady(client.get(url).raise_for_status().json()) for url in urls}


def _steady(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _steady(item) for name, item in value.items() if name not in CHANGING}
    return [_steady(item) for item in value] if isinstance(value, list) else value
