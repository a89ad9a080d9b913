"""A sweep removes what a killed run left on a shared server, and nothing else."""

from __future__ import annotations

import json
import random
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.live.acme_server import AcmeServer, ReceivedRequest, Reply
from tests.live.conftest import Begin, Run

OWNED = ("--mode", "owned", "--rate", "1000", "--no-known")


def ledgers(tmp_path: Path) -> list[Path]:
    """The ledgers of runs."""
    return sorted((tmp_path / "cache" / "ledgers").glob("*"))


def killed_at(begin: Begin, server: AcmeServer, request: int, *arguments: str) -> None:
    """Start a run, and kill it at the request with that number."""
    reached = threading.Event()
    until = len(server.requests) + request
    server.before = lambda _: reached.set() if len(server.requests) >= until else None
    process = begin(*arguments)
    assert reached.wait(60)
    process.kill()
    process.wait()
    server.before = lambda _: None


def left_with_something(begin: Begin, server: AcmeServer) -> None:
    """Kill a run that has created something, before its worker can remove it."""
    server.mood = lambda _, request: request.method == "GET" and threading.Event().wait(3)
    killed_at(begin, server, 2, "live", "--url", server.url, *OWNED, "--operation", "projects.get")
    server.mood = lambda *_: False


@pytest.mark.slow
@pytest.mark.parametrize("request_number", [2, 7, *random.Random(4).sample(range(10, 100), 3)])
def test_a_sweep_after_a_kill_removes_exactly_what_the_run_created(
    begin: Begin, run: Run, server: AcmeServer, tmp_path: Path, request_number: int
) -> None:
    server.store.fill()
    before = json.dumps(server.foreign())
    killed_at(begin, server, request_number, "live", "--url", server.url, *OWNED)
    swept = run("live", "--sweep", "--url", server.url)
    assert swept.returncode == 0, swept.stdout + swept.stderr
    assert json.dumps(server.foreign()) == before
    assert ledgers(tmp_path) == []
    assert "nothing is known to be left" in run("live", "--sweep", "--url", server.url).stdout


@pytest.mark.slow
def test_a_creation_without_a_response_is_found_by_its_name(
    begin: Begin, run: Run, server: AcmeServer, tmp_path: Path
) -> None:
    server.store.fill()
    before = json.dumps(server.foreign())
    made = threading.Event()

    def keeps_quiet(handler: Any, request: ReceivedRequest) -> bool:
        if request.method != "POST":
            return False
        server.respond(request)
        made.set()
        threading.Event().wait(1)
        return True

    server.mood = keeps_quiet
    process = begin("live", "--url", server.url, *OWNED, "--operation", "projects.create")
    assert made.wait(60)
    process.kill()
    process.wait()
    server.mood = lambda *_: False
    assert json.dumps(server.foreign()) != before
    assert run("live", "--sweep", "--url", server.url).returncode == 0
    assert json.dumps(server.foreign()) == before
    assert ledgers(tmp_path) == []


@pytest.mark.parametrize(("listed", "text"), [(True, "everything that this run created on"), (False, "may be left on")])
def test_a_run_looks_for_what_a_failed_creation_has_created(
    run: Run, server: AcmeServer, tmp_path: Path, text: str, *, listed: bool
) -> None:
    server.store.fill()
    before = set(server.store.projects)

    def fails(request: ReceivedRequest, reply: Reply) -> Reply:  # after it has created the project
        collection = request.path.rstrip("/") == "/api/projects"
        if request.method == "POST" and collection:
            return 500, {"detail": "no"}
        return reply if listed or not collection else (500, {"detail": "no"})

    server.change = fails
    done = run("live", "--url", server.url, *OWNED, "--operation", "projects.create", "--examples", "0")
    assert text in done.stderr
    assert "names of what the run creates begin with conformance-" in done.stderr
    assert (set(server.store.projects) == before) is listed
    assert bool(ledgers(tmp_path)) is not listed


@pytest.mark.slow
def test_a_sweep_ignores_a_running_run(begin: Begin, run: Run, server: AcmeServer, tmp_path: Path) -> None:
    server.store.fill()
    foreign = set(server.store.projects)
    there, go_on = threading.Event(), threading.Event()

    def waits(handler: Any, request: ReceivedRequest) -> bool:
        if request.method == "GET" and any(path not in foreign for path in server.store.projects):
            there.set()
            go_on.wait(60)
        return False

    server.mood = waits
    process = begin("live", "--url", server.url, *OWNED, "--operation", "projects.get")
    assert there.wait(60)
    kept = json.dumps(server.foreign())
    sent = len(server.requests)
    swept = run("live", "--sweep", "--url", server.url)
    assert "a run that has not ended yet" in swept.stdout
    assert json.dumps(server.foreign()) == kept
    assert len(server.requests) == sent
    assert len(ledgers(tmp_path)) == 2
    server.mood = lambda *_: False
    go_on.set()
    assert process.wait(60) in {0, 1}
    assert set(server.store.projects) == foreign
    assert ledgers(tmp_path) == []


@pytest.mark.slow
def test_a_sweep_without_a_url_names_the_servers_to_sweep(begin: Begin, run: Run, server: AcmeServer) -> None:
    left_with_something(begin, server)
    swept = run("live", "--sweep")
    assert f"remove them with --sweep --url {server.url}" in swept.stdout
    assert server.store.projects


@pytest.mark.slow
def test_a_failed_deletion_is_reported_and_repeated(begin: Begin, run: Run, server: AcmeServer, tmp_path: Path) -> None:
    left_with_something(begin, server)
    refuses = server.respond
    server.respond = lambda request: (409, {}) if request.method == "DELETE" else refuses(request)  # type: ignore[method-assign]
    swept = run("live", "--sweep", "--url", server.url)
    assert swept.returncode == 1
    assert "not removed: /api/projects/" in swept.stdout
    assert len(ledgers(tmp_path)) >= 1
    server.respond = refuses  # type: ignore[method-assign]
    assert run("live", "--sweep", "--url", server.url).returncode == 0
    assert server.store.projects == {}
    assert ledgers(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_quickly_and_can_be_swept(
    begin: Begin, run: Run, server: AcmeServer, work: Path, ending: signal.Signals
) -> None:
    server.store.fill()
    before = json.dumps(server.foreign())
    far = threading.Event()

    def slow(handler: Any, request: ReceivedRequest) -> bool:
        if "members" in request.steps:
            far.set()
            threading.Event().wait(0.5)
        return False

    server.mood = slow
    process = begin("live", "--url", server.url, *OWNED, "--report", "r.json")
    assert far.wait(60)
    process.send_signal(ending)
    assert process.wait(20) == 130
    report = json.loads((work / "r.json").read_text())
    assert report["verdict"]["interrupted"]
    assert "projects.get" in {operation["operation"] for operation in report["operations"]}
    server.mood = lambda *_: False
    assert run("live", "--sweep", "--url", server.url).returncode == 0
    assert json.dumps(server.foreign()) == before
