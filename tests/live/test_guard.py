"""The guard refuses to change what the run did not create on a server that others use, too."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.generate.links import Links
from conformance.live.guard import Guard, NotPermitted
from conformance.live.session import LiveSession
from conformance.servers.ledger import Ledger, read_leftovers
from conformance.targets.client import BASE_URL
from conformance.targets.live_recipe import LiveRecipe, ResourceRecipe
from conformance.wire import Request
from tests.live.acme_server import AcmeServer, ReceivedRequest
from tests.live.conftest import Open, judged_all, reach
from tests.vocabulary import acme_document, approved_contract

SAFE = {"GET", "HEAD"}
JSON = (("content-type", "application/json"),)


@pytest.fixture
def elsewhere(opened: Open, server: AcmeServer, tmp_path: Path) -> LiveSession:
    """A session in owned mode on a server with other people's objects."""
    server.store.fill()
    return opened(managed=False, ledger=tmp_path / "ledgers" / "abc123.jsonl", examples=5)


def test_a_run_does_not_change_what_it_did_not_create(elsewhere: LiveSession, server: AcmeServer) -> None:
    before = json.dumps(server.foreign())
    results = judged_all(elsewhere)
    assert json.dumps(server.foreign()) == before
    assert {reach(result).state for result in results.values()} == {"reached"}


def test_creations_are_in_the_ledger_before_they_are_sent(elsewhere: LiveSession, server: AcmeServer) -> None:
    file = elsewhere.live.server.ledger.file
    assert file is not None
    unwritten = []

    def look(request: ReceivedRequest) -> None:
        begun = {path for path, _ in read_leftovers(file).unfinished}
        makes = request.method == "POST" and request.steps[-1] in {"projects", "tasks"}
        if makes and request.path.rstrip("/") not in begun:
            unwritten.append(request)

    server.before = look
    judged_all(elsewhere)
    assert sum(request.method == "POST" for request in server.requests) > 10
    assert unwritten == []


def test_a_successful_run_deletes_its_ledger(elsewhere: LiveSession) -> None:
    ledger = elsewhere.live.server.ledger
    judged_all(elsewhere)
    assert ledger.file is not None
    assert read_leftovers(ledger.file).items == read_leftovers(ledger.file).unfinished == ()
    elsewhere.close()
    assert not list(ledger.file.parent.iterdir())


def test_everything_created_carries_the_name_prefix(elsewhere: LiveSession, server: AcmeServer) -> None:
    judged_all(elsewhere)
    made = [request for request in server.requests if request.method == "POST" and request.steps == ["api", "projects"]]
    assert len(made) > 10
    assert all(b"conformance-abc123-" in request.body for request in made)


def test_a_read_only_run_sends_only_get_and_head(opened: Open, server: AcmeServer) -> None:
    server.store.fill()
    before = json.dumps(server.foreign())
    results = judged_all(opened(managed=False, mode="read-only", examples=3))
    assert {request.method for request in server.requests} <= SAFE
    assert json.dumps(server.foreign()) == before
    states = {path: reach(result).state for path, result in results.items()}
    assert {path for path, state in states.items() if state == "untried"} == {
        "files.upload", "projects.create", "projects.delete", "projects.members.assign", "projects.update", "tasks.add",
    }  # fmt: skip
    assert states["projects.get"] == states["projects.list"] == "reached"


def test_an_operation_that_must_not_be_called_is_absent_if_its_path_is(opened: Open, server: AcmeServer) -> None:
    def describe(document: dict[str, Any]) -> None:
        del document["paths"]["/api/tasks/"]

    server.store.fill()
    server.change = lambda request, reply: (404, b"<html>") if request.steps[1] == "tasks" else reply
    results = judged_all(opened(managed=False, mode="read-only", document=acme_document(describe)))
    assert {request.method for request in server.requests} <= SAFE
    states = {path: reach(results[path]).state for path in ("tasks.add", "projects.update")}
    assert states == {"tasks.add": "absent", "projects.update": "untried"}


# -- single requests


def only(guard: Guard, request: Request) -> bool:
    """Whether a request is permitted."""
    try:
        guard(request)
    except NotPermitted:
        return False
    return True


@pytest.fixture
def guard(tmp_path: Path) -> Guard:
    """A guard of a shared server, where the run created project 7."""
    ledger = Ledger(tmp_path / "t.jsonl", server="http://h", tag="t")
    ledger.created("/api/projects", 7, slash=True)
    recipe = LiveRecipe(resources={"task": ResourceRecipe(create="tasks.add", collection="/api/tasks")})
    return Guard(mode="owned", managed=False, ledger=ledger, links=Links(approved_contract(), recipe))


def request(method: str, path: str, body: Any = None) -> Request:
    """A request with a JSON body."""
    return Request(method, f"{BASE_URL}{path}", JSON, b"" if body is None else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/projects/8/", None),
        ("PATCH", "/api/projects/7/", {"title": "new"}),
        ("DELETE", "/api/projects/7/", None),
        ("PUT", "/api/projects/7/members/anna", {"role": "owner"}),
        ("POST", "/api/projects/", {"title": "conformance-t-1"}),
        ("POST", "/api/tasks/?project=7", [{"data": {}}]),
        ("PATCH", "/api/projects/7/", {"project": 7}),
    ],
)
def test_requests_about_resources_of_the_run_are_permitted(guard: Guard, method: str, path: str, body: Any) -> None:
    assert only(guard, request(method, path, body))


@pytest.mark.parametrize(
    ("method", "path", "body", "why"),
    [
        ("PATCH", "/api/projects/8/", {"title": "new"}, "this run did not create `/api/projects/8`"),
        ("DELETE", "/api/projects/8/", None, "did not create `/api/projects/8`"),
        ("PUT", "/api/projects/8/members/anna", {"role": "owner"}, "did not create `/api/projects/8`"),
        ("DELETE", "/api/projects/", None, "it would change what this run did not create"),
        ("PATCH", "/api/account", {"name": "conformance-t-1"}, "it would change what this run did not create"),
        ("DELETE", "/api/files/theirs.txt", None, "it would change what this run did not create"),
        ("POST", "/api/projects/", {"title": "mine"}, "would not carry this run's name prefix"),
        ("POST", "/api/projects/", {"title": "conformance-u-1"}, "would not carry this run's name prefix"),
        ("POST", "/api/tasks/", [{"data": {}}], "no operation could delete what it creates"),
        ("POST", "/api/tasks/?project=8", [{"data": {}}], "`project` refers to `/api/projects/8`"),
        ("PATCH", "/api/projects/7/", {"project": 8}, "`project` refers to `/api/projects/8`"),
        ("PATCH", "/api/projects/7/", {"project_id": "8"}, "`project_id` refers to `/api/projects/8`"),
        ("PATCH", "/api/projects/7/", {"projects": [7, 8]}, "`projects` refers to `/api/projects/8`"),
        ("PATCH", "/api/projects/7/", {"all": [{"of": {"project": 8}}]}, "`project` refers to `/api/projects/8`"),
    ],
)
def test_requests_about_other_resources_are_refused(guard: Guard, method: str, path: str, body: Any, why: str) -> None:
    with pytest.raises(NotPermitted) as refused:
        guard(request(method, path, body))
    assert why in refused.value.reason


def test_identities_in_forms_are_checked_too(guard: Guard) -> None:
    form = (("content-type", "application/x-www-form-urlencoded"),)
    assert only(guard, Request("PATCH", f"{BASE_URL}/api/projects/7/", form, b"project=7"))
    assert not only(guard, Request("PATCH", f"{BASE_URL}/api/projects/7/", form, b"project=8"))
    parts = (("content-type", "multipart/form-data; boundary=b"),)
    body = b'--b\r\ncontent-disposition: form-data; name="project"\r\n\r\n%d\r\n--b--\r\n'
    assert only(guard, Request("POST", f"{BASE_URL}/api/projects/7/files", parts, body % 7))
    assert not only(guard, Request("POST", f"{BASE_URL}/api/projects/7/files", parts, body % 8))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_read_only_permits_only_get_and_head(guard: Guard, method: str) -> None:
    guard = replace(guard, mode="read-only")
    assert not only(guard, request(method, "/api/projects/7/"))
    assert only(guard, request("GET", "/api/projects/8/"))
    assert only(guard, request("HEAD", "/api/projects/8/"))


def test_everything_is_permitted_on_a_managed_server(guard: Guard) -> None:
    assert only(replace(guard, managed=True), request("DELETE", "/api/projects/8/"))


@pytest.mark.parametrize("spelt", [77.0, " 77", "77.0", "077", ["77 "]])
def test_an_identity_is_recognised_in_any_spelling(guard: Guard, spelt: Any) -> None:
    named = json.dumps({"title": guard.ledger.prefix, "project": spelt}).encode()
    with pytest.raises(NotPermitted, match="`/api/projects/77`, which this run did not create"):
        guard(Request("POST", f"{BASE_URL}/api/tasks/", JSON, named))
