"""The fixture `conformance_server` in a user's own tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.servers import kiosk

OWN = """
[tool.conformance]
target = "{target}"

[tool.pytest.ini_options]
filterwarnings = ["error"]
"""
TESTS = """
import os
import httpx

def test_it_responds(conformance_server):
    headers = {"Authorization": f"Token {conformance_server.token}"}
    assert httpx.get(f"{conformance_server.url}/me", headers=headers).status_code == 200
    print("its address is", conformance_server.url, conformance_server)

def test_it_is_the_same_for_all(conformance_server):
    print("its address is", conformance_server.url)

def test_without_it():
    pass
"""


@pytest.fixture
def runs(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's repository whose server is the kiosk; the folder in which servers are registered."""
    folder = pytester.path
    target = kiosk.write_target(folder / "corner")
    monkeypatch.setenv("CONFORMANCE_CACHE", str(folder / "cache"))
    monkeypatch.setenv("UV_CONFIG_FILE", str(kiosk.write_index(folder)))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyprojecttoml(OWN.format(target=target.as_posix()))
    pytester.makepyfile(TESTS)
    return folder / "cache" / "servers" / "runs"


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "conformance.plugin", "-p", "no:cacheprovider", "-rs", *options)


def test_a_server_is_started_once_for_a_session_and_is_gone_afterwards(pytester: pytest.Pytester, runs: Path) -> None:
    result = run(pytester, "--conformance-server", kiosk.RELEASE, "-s")
    result.assert_outcomes(passed=3)
    addresses = {line.partition("its address is")[2].split()[0] for line in result.outlines if "its address is" in line}
    assert len(addresses) == 1
    assert "token" not in result.stdout.str()
    assert list(runs.glob("run-*")) == []


def test_tests_that_need_a_server_are_skipped_where_none_is_named(pytester: pytest.Pytester, runs: Path) -> None:
    result = run(pytester)
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(["*no server: give --conformance-server VERSION * or --conformance-server-url URL*"])
    assert not runs.exists()


def test_a_running_server_is_used_and_left_alone(
    pytester: pytest.Pytester, runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        test_outer="""
        import subprocess, sys

        def test_inner(conformance_server, tmp_path):
            (tmp_path / "token").write_text(conformance_server.token)
            server = ["--conformance-server-url", conformance_server.url]
            token = ["--conformance-token-file", str(tmp_path / "token")]
            pytest = [sys.executable, "-m", "pytest", "-p", "conformance.plugin", "-p", "no:cacheprovider"]
            done = subprocess.run([*pytest, *server, *token, TESTS], capture_output=True, text=True)
            assert "3 passed" in done.stdout, done.stdout
            again = subprocess.run([*pytest, *server, *token, TESTS], capture_output=True, text=True)
            assert "3 passed" in again.stdout, again.stdout
        """.replace("TESTS", json.dumps(str(next(pytester.path.glob("test_*.py")))))
    )
    run(pytester, "--conformance-server", kiosk.RELEASE, "test_outer.py").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--conformance-server", "newest"), "server 'newest': not a release of kiosk"),
        (("--conformance-server-url", "localhost"), "the server's URL 'localhost' is not an http or https URL"),
        (("--conformance-server-url", "http://localhost"), "no token for the server: * KIOSK_TOKEN is not set"),
        (
            ("--conformance-server", "1.4.0", "--conformance-server-url", "http://localhost"),
            "a server needs a release or a URL: both given",
        ),
    ],
)
def test_errors_are_reported_without_a_traceback(
    pytester: pytest.Pytester, runs: Path, options: tuple[str, ...], expected: str
) -> None:
    result = run(pytester, *options)
    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines([f"*{expected}*"])
    assert "Traceback" not in result.stdout.str()
