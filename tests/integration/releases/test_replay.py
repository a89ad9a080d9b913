"""The committed cassettes on the real releases: every recorded call is replayed, without new findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.cassettes.library import cassette_files
from tests.integration.releases.conftest import RELEASES, Check

RECORDINGS = Path(__file__).parents[3] / "cassettes"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not cassette_files(RECORDINGS, "label_studio"), reason="no cassettes are committed"),
]


def replayed(check: Check, release: str, *options: str) -> tuple[int, dict[str, Any]]:
    return check("--sdk", release, "--examples", "1", "--cassettes", str(RECORDINGS), *options)


@pytest.mark.parametrize("release", RELEASES)
def test_the_committed_cassettes_bring_nothing_new(release: str, check: Check) -> None:
    status, found = replayed(check, release)
    assert (status, found["verdict"]["sentence"]) == (0, found["verdict"]["sentence"])
    calls = [operation for operation in found["operations"] if operation.get("replayed")]
    assert len(calls) > 100
    assert all(
        operation["checks"]["recorded_request_differs"] >= 1 for operation in calls if not operation.get("not_replayed")
    )


def test_a_replay_is_the_same_with_one_worker_and_with_two(check: Check) -> None:
    runs = []
    for workers in ("1", "2"):
        _, found = replayed(check, "2.1.2", "--operation", "projects.*", "--workers", workers)
        runs.append({name: value for name, value in found.items() if name != "times"})
    assert runs[0] == runs[1]
