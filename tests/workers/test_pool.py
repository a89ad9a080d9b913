"""Workers that do not respond, or respond too late."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.errors import WorkerDied
from conformance.targets.environment import Environment
from conformance.workers import pool
from conformance.workers.messages import (
    JudgeOperation,
    LearnOperation,
    ListOperations,
    OpenEngine,
    OpenSdk,
    OperationJudged,
    OperationLearned,
    OperationsListed,
    WorkerDeath,
    decode,
)
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


def test_the_last_request_is_done_although_an_interrupt_left_a_response_unread(
    acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(acme))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "cache"))
    environment = Environment(python=Path(sys.executable), origin="installed", label="installed")
    received: list[object] = []
    with pool.worker_pool(environment, OpenSdk(target=FAUX / "target")) as workers:
        workers.open()
        (worker,) = workers.workers
        assert worker.process.stdout is not None
        read = worker.process.stdout.readline
        monkeypatch.setattr(worker, "process", FakeProcess(worker.process, InterruptedOnce(read, received)))
        with pytest.raises(KeyboardInterrupt):
            workers.ask(LearnOperation(operation="tasks.get"))
        workers.send_last(ListOperations(), LIMIT)
        monkeypatch.undo()
    assert [type(decode(str(line))) for line in received] == [OperationLearned, OperationsListed]


class InterruptedOnce:
    """The output of a process, whose first reading is interrupted."""

    def __init__(self, read: Callable[[], str], received: list[object]) -> None:
        self.read, self.received = read, received
        self.interrupted = False

    def readline(self) -> str:
        """The next line."""
        if not self.interrupted:
            self.interrupted = True
            raise KeyboardInterrupt
        self.received.append(self.read())
        return str(self.received[-1])


class FakeProcess:
    """A process with another standard output."""

    def __init__(self, process: subprocess.Popen[str], stdout: InterruptedOnce) -> None:
        self.process, self.stdout = process, stdout

    def __getattr__(self, name: str) -> object:
        return getattr(self.process, name)
