"""The client of people's own tests on a server that they named: it changes nothing that it did not create there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance import fixture_clients
from conformance.errors import EnvironmentFailed
from conformance.fixture_clients import FixtureClients
from conformance.live.guard import NotPermitted
from conformance.servers.ledger import ledger_files, read_leftovers
from conformance.servers.server import Server
from conformance.settings import CheckSettings
from tests.cli.conftest import FAUX
from tests.live.acme_server import TOKEN, AcmeServer, Store
from tests.vocabulary import approved_contract

TARGET = FAUX / "target"


@pytest.fixture(scope="module")
def clients() -> Iterator[FixtureClients]:
    """The clients of a session; the contract is read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(FAUX)
        patch.setattr(fixture_clients, "contract_of", lambda *_: approved_contract())
        yield FixtureClients(CheckSettings(target=str(TARGET)))


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AcmeServer]:
    """A server with objects of other people."""
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.syspath_prepend(FAUX)
    server = AcmeServer(Store())
    server.store.fill()
    server.start()
    yield server
    server.stop()


@contextmanager
def opened(clients: FixtureClients, server: AcmeServer, *, managed: bool = False) -> Iterator[Any]:
    """The client of one test."""
    named = Server(url=server.url, version="1.0", edition="x", managed=managed, token=TOKEN)
    with clients.live(named) as client:
        yield client


def test_objects_of_a_test_are_created_changed_and_deleted_afterwards(
    clients: FixtureClients, theirs: AcmeServer
) -> None:
    before = json.dumps(theirs.foreign())
    with opened(clients, theirs) as client:
        first, second = client.projects.create(title="Birds"), client.projects.create(title="Fish")
        assert client.projects.update(project=first.id, title="Owls").title == "Owls"
        assert client.projects.get(project=first.id).title == "Owls"
        client.projects.delete(project=second.id)
        (ledger,) = ledger_files()
        assert [path for path, _ in read_leftovers(ledger).items] == [f"/api/projects/{first.id}"]
    assert json.dumps(theirs.foreign()) == before
    assert list(ledger_files()) == []


def test_objects_of_others_are_read_and_never_changed(clients: FixtureClients, theirs: AcmeServer) -> None:
    before, number = json.dumps(theirs.foreign()), min(theirs.store.projects)
    with opened(clients, theirs) as client:
        assert client.projects.get(project=number).title == "of another user 0"
        for change in (client.projects.delete, lambda project: client.projects.update(project=project, title="x")):
            with pytest.raises(NotPermitted, match=rf"this run did not create `/api/projects/{number}`") as refused:
                change(project=number)
            assert "Next: let the test create what it changes" in str(refused.value)
    assert json.dumps(theirs.foreign()) == before
    assert {request.method for request in theirs.requests} == {"GET"}


def test_a_server_of_the_session_may_be_changed_at_will(clients: FixtureClients, theirs: AcmeServer) -> None:
    number = min(theirs.store.projects)
    with opened(clients, theirs, managed=True) as client:
        client.projects.delete(project=number)
    assert number not in theirs.store.projects


def test_a_request_that_the_server_refuses_leaves_nothing(clients: FixtureClients, theirs: AcmeServer) -> None:
    theirs.change = lambda request, reply: (400, {"detail": "no"}) if request.method == "POST" else reply
    with opened(clients, theirs) as client, pytest.raises(Exception, match="no"):
        client.projects.create(title="Birds")
    assert list(ledger_files()) == []


def test_what_cannot_be_deleted_is_reported_with_the_command_that_retries(
    clients: FixtureClients, theirs: AcmeServer
) -> None:
    theirs.change = lambda request, reply: (403, {"detail": "no"}) if request.method == "DELETE" else reply
    with pytest.raises(EnvironmentFailed, match="conformance live --sweep --url"), opened(clients, theirs) as client:
        client.projects.create(title="Birds")
    (ledger,) = ledger_files()
    assert read_leftovers(ledger).server == theirs.url
