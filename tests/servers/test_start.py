"""A server of a release: how it starts, what reaches it, and the messages where it does not start."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from conformance.contract.read_document import read_document
from conformance.contract.swagger import to_openapi_3
from conformance.errors import EnvironmentFailed, TargetError, UsageError
from conformance.servers import document as published_documents
from conformance.servers import start as module
from conformance.servers.document import document
from conformance.servers.start import start
from conformance.targets.target import load_target
from tests.servers import kiosk
from tests.servers.conftest import Kind, lives, run_folder_names, servers

RELEASES = ("1.19.0", "1.20.0", "1.21.0", "1.22.0", "1.23.2")


def silent(_: str) -> None:
    """Show no progress."""


def test_a_server_starts_with_its_own_token(kind: Kind) -> None:
    with start(kind.release, kind.target, silent) as server:
        assert server.version == kind.release
        assert server.managed
        assert server.token not in repr(server)
        assert httpx.get(f"{server.url}/health").status_code == 200


@pytest.mark.live
@pytest.mark.parametrize("version", RELEASES)
def test_every_release_starts_and_publishes_its_document(
    version: str, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = load_target()
    convert = Mock(wraps=to_openapi_3)
    monkeypatch.setattr(published_documents, "to_openapi_3", convert)
    with start(version, target, silent) as server:
        assert (server.version, server.edition) == (version, "Community")
        published = document(server, target)
        response = httpx.get(f"{server.url}/api/projects", headers={"Authorization": f"Token {server.token}"})
    assert response.status_code == 200
    assert response.headers["server-timing"].startswith("app;dur=")
    assert published["openapi"].startswith("3.0")
    assert len(published["paths"]) > 100
    for call in convert.mock_calls:  # the older releases publish a document in Swagger 2
        assert_converted(call.args[0], published)
    assert bool(convert.mock_calls) == (version in {"1.19.0", "1.20.0"})


def assert_converted(swagger: dict[str, Any], made: dict[str, Any]) -> None:
    operations = [name for item in swagger["paths"].values() for name in item if name != "parameters"]
    assert len(read_document(made).operations) == len(operations)
    assert "#/definitions/" not in json.dumps(made)
    # The remaining errors are the document's own: defaults that do not fit their schemas.
    assert {error.message for error in OpenAPIV30SpecValidator(made).iter_errors()} <= {
        "'' should be non-empty",
        "None for not nullable",
        "None is not of type 'string'",
    }


def test_a_release_is_prepared_once(corner: Kind) -> None:
    lines: list[str] = []
    for _ in range(2):
        with start(corner.release, corner.target, lines.append):
            pass
    assert [line.split(" (")[0] for line in lines] == [
        "installing 1.4.0",
        "preparing a database for kiosk 1.4.0",
        "starting kiosk 1.4.0",
        "starting kiosk 1.4.0",
    ]


def test_latest_starts_the_latest_release(corner: Kind) -> None:
    with start("latest", corner.target, silent) as server:
        assert server.version == kiosk.RELEASE


def test_variables_of_the_user_do_not_reach_the_server(corner: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "LABEL_STUDIO_HOST", "POSTGRE_HOST", "HTTP_PROXY", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, "of-the-user")
    with start(corner.release, corner.target, silent, {"GIVEN": "for-it"}) as server:
        environment = httpx.get(f"{server.url}/environment", trust_env=False).json()
        assert server.token not in str(environment)
    assert "of-the-user" not in environment.values()
    assert environment["GIVEN"] == "for-it"


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="command lines are read from /proc")
def test_the_token_is_on_no_command_line(corner: Kind) -> None:
    with start(corner.release, corner.target, silent) as server:
        ((pid, _),) = servers()
        for process in (pid, os.getpid()):
            assert server.token.encode() not in Path(f"/proc/{process}/cmdline").read_bytes()


def test_other_users_cannot_read_the_folder_of_a_run(corner: Kind) -> None:
    with start(corner.release, corner.target, silent):
        (folder,) = (Path(os.environ["CONFORMANCE_CACHE"]) / "servers" / "runs").glob("run-*")
        assert folder.stat().st_mode & 0o077 == 0


def test_a_server_that_ends_is_reported_with_its_last_lines_without_its_token(corner: Kind) -> None:
    with pytest.raises(EnvironmentFailed) as failed, start(corner.release, corner.target, silent, {"KIOSK": "ends"}):
        pass
    assert "kiosk 1.4.0 did not start: it ended with status 7" in str(failed.value)
    assert "the user's token is …" in str(failed.value)
    assert run_folder_names() == []


def test_a_server_that_stays_unhealthy_is_reported(corner: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "START_SECONDS", 2.0)
    with (
        pytest.raises(EnvironmentFailed, match="GET /health did not return 200 within 2 s"),
        start(corner.release, corner.target, silent, {"KIOSK": "unhealthy"}),
    ):
        pass
    assert run_folder_names() == []


def test_a_server_that_does_not_end_is_killed(corner: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_SECONDS", 1.0)
    with start(corner.release, corner.target, silent) as server:
        ((pid, _),) = servers()
        os.kill(pid, signal.SIGSTOP)
    assert not lives(pid)
    assert run_folder_names() == []
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/health")


def test_an_unknown_release_is_reported_with_the_nearest(corner: Kind) -> None:
    with (
        pytest.raises(UsageError, match=r"kiosk 1\.5\.0: the package index has no such release.\n  Nearest: 1\.4\.0"),
        start("1.5.0", corner.target, silent),
    ):
        pass


def test_a_malformed_release_is_reported(corner: Kind) -> None:
    with (
        pytest.raises(UsageError, match="server 'newest': not a release of kiosk"),
        start("newest", corner.target, silent),
    ):
        pass


def test_a_target_without_a_server_is_reported() -> None:
    with (
        pytest.raises(TargetError, match=r"there is no \[server\]"),
        start("1.4.0", load_target(str(kiosk.FAUX_TARGET)), silent),
    ):
        pass


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('health = "/health"', "`server.health` is nothing"),
        ('launcher = "launch.py"', "`server.launcher` is nothing"),
        ('documents = ["/new.json", "/old.json"]', "`server.documents` is nothing"),
    ],
)
def test_a_missing_key_of_the_server_is_reported(corner: Kind, line: str, message: str) -> None:
    file = Path(corner.name) / "target.toml"
    file.write_text(file.read_text().replace(line, ""))
    with pytest.raises(TargetError, match=message):
        load_target(corner.name)


def test_a_missing_launcher_is_reported(corner: Kind) -> None:
    (Path(corner.name) / "launch.py").unlink()
    with pytest.raises(TargetError, match=r"`server.launcher` is 'launch.py', which does not exist"):
        load_target(corner.name)
