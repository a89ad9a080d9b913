"""Workers that do not respond, or respond too late."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conformance.errors import WorkerDied
from conformance.targets.environment import Environment
from conformance.workers import pool
from conformance.workers.messages import JudgeOperation, OpenEngine, OpenSdk, OperationJudged, WorkerDeath
from tests.cli.conftest import FAUX

LIMIT = 8.0


@pytest.mark.slow
def test_an_operation_that_never_comes_back_is_given_up_and_the_others_are_judged(
    acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = acme / "acme_sdk" / "tasks" / "requests.py"
    endless = "    while True:\n        pass\n    return RequestData"
    requests.write_text(requests.read_text().replace("    return RequestData", endless, 1))
    monkeypatch.setenv("PYTHONPATH", str(acme))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pool, "OPERATION_SECONDS", LIMIT)
    opening = OpenEngine(target=FAUX / "target", approved=None, examples=1, seed=0, known_ids=())
    environment = Environment(python=Path(sys.executable), origin="installed", label="installed")
    with pool.worker_pool(environment, opening) as workers:
        workers.open()
        to_judge = {path: JudgeOperation(operation=path) for path in ("tasks.get", "events.list")}
        results = dict(workers.run_all(to_judge, workers=1))
        processes = [worker.process for worker in workers.workers]
    assert results["tasks.get"] == WorkerDeath(message="an SDK call did not return within 8 s")
    judged = results["events.list"]
    assert isinstance(judged, OperationJudged)
    assert judged.coverage.crash is None
    assert all(process.poll() is not None for process in processes)


@pytest.mark.slow
def test_an_import_that_never_ends_is_given_up(acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (acme / "acme_sdk" / "__init__.py").write_text("while True:\n    pass\n")
    monkeypatch.setenv("PYTHONPATH", str(acme))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pool, "OPENING_SECONDS", 3.0)
    environment = Environment(python=Path(sys.executable), origin="installed", label="installed")
    with (
        pool.worker_pool(environment, OpenSdk(target=FAUX / "target")) as workers,
        pytest.raises(WorkerDied, match="the import of the SDK did not return within 3 s"),
    ):
        workers.open()
