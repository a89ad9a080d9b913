"""A recording that is killed leaves no broken files, and the next one completes it."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from conformance.cassettes.library import cassette_files, load
from tests.live.acme_server import AcmeServer
from tests.live.conftest import Begin, Run

MOMENTS = random.Random(20260101).sample(range(1, 150), 20)  # the requests at which runs are killed
OWNED = ("--mode", "owned", "--rate", "1000", "--cassettes", "kept")


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder, including hidden ones."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def recorded(run: Run, server: AcmeServer, work: Path) -> dict[str, bytes]:
    """The files of an uninterrupted recording."""
    done = run("record", "--url", server.url, *OWNED)
    assert done.returncode == 0, done.stdout + done.stderr
    return files(work / "kept")


@pytest.mark.slow
def test_two_recordings_are_byte_equal(run: Run, server: AcmeServer, work: Path) -> None:
    first = recorded(run, server, work)
    assert len(first) >= 13
    (work / "kept").rename(work / "before")
    assert recorded(run, server, work) == first


@pytest.mark.slow
@pytest.mark.parametrize("moments", [MOMENTS[:3], pytest.param(MOMENTS, marks=pytest.mark.slow)], ids=len)
def test_a_recording_that_is_killed_repeatedly_is_completed(
    begin: Begin, run: Run, server: AcmeServer, work: Path, moments: list[int]
) -> None:
    whole = recorded(run, server, work)
    folder = work / "kept"
    folder.rename(work / "whole")
    for moment in moments:
        killed_at(begin, server, moment)
        for file in cassette_files(folder, "target") if folder.exists() else ():
            assert load(file)
        run("live", "--sweep", "--url", server.url)
    assert recorded(run, server, work) == whole


def killed_at(begin: Begin, server: AcmeServer, request: int) -> None:
    """Start a recording, and kill it at the request with that number, if it gets that far."""
    reached = threading.Event()
    until = len(server.requests) + request
    server.before = lambda _: reached.set() if len(server.requests) >= until else None
    process = begin("record", "--url", server.url, *OWNED)
    while not reached.wait(0.05) and process.poll() is None:
        pass
    process.kill()
    process.wait()
    server.before = lambda _: None


@pytest.mark.slow
@pytest.mark.parametrize("moment", [5, 60])
def test_the_next_recording_resumes(begin: Begin, run: Run, server: AcmeServer, work: Path, moment: int) -> None:
    killed_at(begin, server, moment)
    done = run("record", "--url", server.url, *OWNED)
    assert ("recorded before; " in done.stderr) == (moment > 20)
    assert not [name for name in files(work / "kept") if name.rpartition("/")[2].startswith(".")]
