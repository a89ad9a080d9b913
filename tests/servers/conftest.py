"""Servers that the tests start: the kiosk, and a real Label Studio in tests that are marked `live`.

Every test has its own folder of runs, so that leftovers there are the test's own.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.targets.cache import cache_root
from conformance.targets.target import Target, load_target
from tests.servers import kiosk

PATIENCE_SECONDS = 600
CHILD = """
import signal
import sys
from conformance.servers.start import start
from conformance.targets.target import load_target

# a shell's background job ignores these, and its children inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

with start(sys.argv[2], load_target(sys.argv[1]), lambda line: None) as server:
    print(server.url, flush=True)
    if sys.stdin.read() == "fail":
        raise SystemExit("failed")
"""


@dataclass(frozen=True)
class Kind:
    """A server to start: the target's name or folder, and a release."""

    name: str
    release: str

    @property
    def target(self) -> Target:
        return load_target(self.name)


@dataclass
class Parent:
    """A process that holds a running server."""

    process: subprocess.Popen[str]
    url: str
    server_pid: int

    def server_lives(self) -> bool:
        """Whether the server's process runs, or its port accepts connections."""
        return lives(self.server_pid) or responds(self.url)


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of runs in a cache of the test's own, which shares environments and templates with the real cache."""
    shared, own = cache_root(), tmp_path / "cache"
    for name in ("environments", "servers/templates"):
        (shared / name).mkdir(parents=True, exist_ok=True)
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).symlink_to(shared / name, target_is_directory=True)
    monkeypatch.setenv("CONFORMANCE_CACHE", str(own))
    return own / "servers" / "runs"


@pytest.fixture
def corner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """The kiosk, with a cache of its own."""
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("UV_CONFIG_FILE", str(kiosk.write_index(tmp_path)))
    return Kind(str(kiosk.write_target(tmp_path / "corner")), kiosk.RELEASE)


@pytest.fixture(params=["kiosk", pytest.param("label-studio", marks=pytest.mark.live)])
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind of server in turn."""
    if request.param == "kiosk":
        found: Kind = request.getfixturevalue("corner")
        return found
    request.getfixturevalue("runs")
    return Kind("label_studio", "1.23.2")


@pytest.fixture
def hold(kind: Kind) -> Iterator[Callable[[], Parent]]:
    """Start a process that runs a server until its standard input closes."""
    started: list[Parent] = []

    def start_parent() -> Parent:
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, kind.name, kind.release],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, process.communicate()[1]
        parent = Parent(process, url, next(pid for pid, port in servers() if url.endswith(f":{port}")))
        started.append(parent)
        return parent

    yield start_parent
    for parent in started:
        parent.process.kill()
        parent.process.communicate()
        with suppress(ProcessLookupError):
            os.kill(parent.server_pid, 9)


def servers() -> list[tuple[int, int]]:
    """Process id and port of each running server."""
    files = (cache_root() / "servers" / "runs").glob("*/server.json")
    return [(about["pid"], about["port"]) for about in (json.loads(file.read_text()) for file in files)]


def run_folder_names() -> list[str]:
    """The folders of runs."""
    return sorted(path.name for path in (cache_root() / "servers" / "runs").glob("run-*"))


def lives(pid: int) -> bool:
    """Whether a process runs, zombies aside."""
    return state_of(pid) not in {"Z", "X", ""}


def state_of(pid: int) -> str:
    """The letter of a process's state, such as "T" for a stopped one; "" if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def responds(url: str) -> bool:
    """Whether something listens at a URL."""
    parts = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((str(parts.hostname), parts.port or 80)) == 0


def soon(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether the condition becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
