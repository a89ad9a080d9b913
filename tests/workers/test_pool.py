"""Workers that do not come back, or come back too late."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conformance.errors import WorkerDied
from conformance.targets.environment import Environment
from conformance.workers import pool
from tests.cli.conftest import FAUX

LIMIT = 8.0


def test_an_operation_that_never_comes_back_is_given_up_and_the_others_are_judged(
    acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = acme / "acme_sdk" / "tasks" / "requests.py"
    endless = "    while True:\n        pass\n    return Ask"
    requests.write_text(requests.read_text().replace("    return Ask", endless, 1))
    monkeypatch.setenv("PYTHONPATH", str(acme))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pool, "MOST_SECONDS", LIMIT)
    settings = {
        "target": str(FAUX / "target"),
        "judge": True,
        "approved": None,
        "examples": 1,
        "seed": 0,
        "accepted": [],
    }
    environment = Environment(python=Path(sys.executable), origin="installed", label="installed")
    with pool.worker_pool(environment, settings) as hands:
        hands.open()
        answers = dict(hands.judge(["tasks.get", "events.list"], workers=1))
        processes = [hand.process for hand in hands.hands]
    assert answers["tasks.get"]["died"].startswith("no answer within 8 s")
    assert answers["events.list"]["coverage"]["crash"] is None
    assert all(process.poll() is not None for process in processes)


def test_an_import_that_never_ends_is_given_up(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (acme / "acme_sdk" / "__init__.py").write_text("while True:\n    pass\n")
    monkeypatch.setenv("PYTHONPATH", str(acme))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pool, "OPENING_SECONDS", 3.0)
    environment = Environment(python=Path(sys.executable), origin="installed", label="installed")
    settings = {"target": str(FAUX / "target"), "judge": False}
    with pool.worker_pool(environment, settings) as hands, pytest.raises(WorkerDied, match="no answer within 3 s"):
        hands.open()
