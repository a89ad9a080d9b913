"""Live runs against acme's server on the loopback, in this process and as a command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.finding import PACKAGE, Reach
from conformance.live.engine import OperationResult
from conformance.live.session import LiveSession
from conformance.servers.live_values import LiveSetup
from conformance.servers.server import Server
from conformance.servers.server_wire import RequestLimits
from tests.cli.conftest import FAUX, command, run_here
from tests.live.acme_server import TOKEN, AcmeServer, acme_server
from tests.vocabulary import acme_context, acme_document

SERVER = """
[server]
distribution = "acme-server"
launcher = "target.toml"
health = "/health"
version = "/version"
version_key = "release"
edition_key = "edition"
account = "/account"
documents = ["/document"]
token_variable = "ACME_API_KEY"
"""
RECIPE = """
[resources.project]
arguments = { title = "{unique}" }

[resources.task]
create = "tasks.add"
id = "ids.0"
arguments = { project = "{project}", request = [{ data = { text = "one" } }] }
collection = "/api/tasks/{id}"

[resources.upload]
create = "files.upload"
id = "name"
arguments = { file = ["one.txt", "content", "text/plain"] }
collection = "/api/files"

[operations."tasks.add"]
arguments = { project = "{project}" }

[operations."projects.members.assign"]
arguments = { name = "anna" }
"""
Run = Callable[..., subprocess.CompletedProcess[str]]
Begin = Callable[..., "subprocess.Popen[str]"]
Open = Callable[..., LiveSession]


def write_target(folder: Path) -> Path:
    """The target of the faux SDK, with a server and a recipe, written into a folder."""
    target = folder / "target"
    shutil.copytree(FAUX / "target", target)
    with (target / "target.toml").open("a", encoding="utf-8") as file:
        file.write(SERVER)
    (target / "live.toml").write_text(RECIPE, encoding="utf-8")
    return target


def command_environment(folder: Path) -> Mapping[str, str]:
    """The environment of commands: `installed` is the faux SDK, with the server's token, and files are in `folder`."""
    temporary = folder / "temporary"
    temporary.mkdir()
    return {
        **os.environ, "PYTHONPATH": str(FAUX), "CONFORMANCE_CACHE": str(folder / "cache"), "ACME_API_KEY": TOKEN,
        "TMPDIR": str(temporary),
    }  # fmt: skip


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The target of the faux SDK, with a server and a recipe."""
    return write_target(tmp_path)


@pytest.fixture
def server() -> Iterator[AcmeServer]:
    """An empty server."""
    with acme_server() as running:
        yield running


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder that commands run in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def variables(tmp_path: Path) -> Mapping[str, str]:
    """The environment of commands."""
    return command_environment(tmp_path)


@pytest.fixture
def run(work: Path, target: Path, variables: Mapping[str, str]) -> Run:
    """Run a command to its end."""

    def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, "--target", str(target), variables=variables, folder=work)

    return ran


@pytest.fixture
def begin(work: Path, target: Path, variables: Mapping[str, str]) -> Iterator[Begin]:
    """Start a command; it ends with the test."""
    begun: list[subprocess.Popen[str]] = []

    def started(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command(*arguments, "--target", str(target)), env=variables, cwd=work,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        begun.append(process)
        return process

    yield started
    for process in begun:
        process.kill()
        process.wait()


@pytest.fixture
def opened(target: Path, server: AcmeServer, tmp_path: Path) -> Iterator[Open]:
    """Open a session on the server in this process."""
    sessions: list[LiveSession] = []

    def session(**changes: Any) -> LiveSession:
        limits = changes.pop("limits", RequestLimits())
        context = acme_context(examples=changes.pop("examples", 0), document=changes.pop("document", acme_document()))
        sdk = replace(context.sdk, target=replace(context.sdk.target, folder=target))
        setup = LiveSetup(
            server=Server(
                url=server.url, version="1.0.0", edition="faux", managed=changes.pop("managed", True), token=TOKEN
            ),
            mode="owned",
            tag="abc123",
            ledger=None,
            emulators={},
            requests=limits.requests,
            rate=0,
            cassettes=None,
            compared_release="1.0.0",
            drift=False,
            date="2026-01-02",
        )
        opened = LiveSession(replace(context, sdk=sdk), replace(setup, **changes))
        opened.live.server.wire.limits = limits
        sessions.append(opened)
        return opened

    yield session
    for opened_session in sessions:
        opened_session.close()
        opened_session.live.context.sdk.close()
        opened_session.live.context.extractor.sdk.close()  # the one without the target


def judged_all(session: LiveSession) -> dict[str, OperationResult]:
    """The result of every operation, none of which may crash."""
    paths = session.shard([path for path in session.live.context.extractor.paths() if path != PACKAGE])
    results = {path: session.judge_operation(path) for path in paths}
    crashes = {path: result.judgement.coverage.crash for path, result in results.items()}
    assert {path: crash for path, crash in crashes.items() if crash} == {}
    return results


def reach(result: OperationResult) -> Reach:
    """Whether the server has an operation, and how it responded."""
    reached = result.judgement.coverage.reach
    assert reached is not None
    return reached
