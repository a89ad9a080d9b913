"""Cells run in processes of their own, here or on a cluster, and their results are kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.errors import UsageError
from conformance.pipeline.matrix.cell import CellOutput, CellRun, read_output, run_cell
from conformance.pipeline.matrix.results import ResultFolder, read_results
from conformance.pipeline.matrix.scheduler import on_cluster, on_this_machine
from conformance.report.matrix.matrix import Cell, CellResult
from tests.cli.conftest import FAUX, run_here

CELL = Cell(job="check", sdk="1.0.0")
TARGET = ("--target", str(FAUX / "target"))
OPERATIONS = ("tasks.get", "tasks.add", "projects.get", "files.upload", "projects.create", "events.list")


def test_a_command_without_a_document_is_a_failed_cell_with_its_error() -> None:
    output = run_cell(CellRun(cell=CELL, arguments=("check", "--target", "no-such-target"), seconds=60))
    result = read_output(CELL, output)
    assert result.outcome == "failed"
    assert result.sentence.startswith("target 'no-such-target': ")
    assert result.sentence.endswith("Built-in targets: label_studio; or give a folder.")


def test_a_cell_that_takes_too_long_is_ended() -> None:
    output = run_cell(CellRun(cell=CELL, arguments=("check", *TARGET), seconds=0))
    assert output == CellOutput(reason="it took longer than 0 s")


def test_a_cell_that_is_stopped_leaves_no_process() -> None:
    stopped = threading.Event()
    stopped.set()
    output = run_cell(CellRun(cell=CELL, arguments=("check", *TARGET), seconds=60), stopped)
    assert output == CellOutput(reason="it was stopped")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_an_sdk_that_takes_too_much_memory_fails_its_own_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "acme_sdk"
    package.mkdir()
    (package / "__init__.py").write_text("everything = bytearray(3 * 2**30)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = read_output(CELL, run_cell(CellRun(cell=CELL, arguments=("check", *TARGET), seconds=60, memory=2048)))
    assert result.outcome == "failed"
    assert "MemoryError" in result.sentence


@pytest.mark.parametrize("document", ["{}", "nothing", '{"schema": 99, "command": "check"}'])
def test_a_document_that_cannot_be_read_is_a_failed_cell(document: str) -> None:
    result = read_output(CELL, CellOutput(document=document))
    assert result.outcome == "failed"
    assert result.sentence.startswith("Th")


def test_results_are_kept_by_what_was_run_and_failures_are_run_again(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path / "matrix", "1")
    run = CellRun(cell=CELL, arguments=("check", "--seed", "0"), seconds=1)
    good = CellResult(cell=CELL, outcome="works", sentence="all is well")
    assert folder.earlier_result(run) is None
    folder.keep(run, good)
    assert folder.earlier_result(run) == good
    assert folder.earlier_result(replace(run, arguments=("check", "--seed", "1"))) is None
    assert ResultFolder(tmp_path / "matrix", "2").earlier_result(run) is None
    assert read_results(tmp_path / "matrix") == [good]
    folder.keep(run, replace(good, outcome="failed"))
    assert folder.earlier_result(run) is None


def test_a_damaged_result_is_run_again(tmp_path: Path) -> None:
    folder = ResultFolder(tmp_path, "1")
    run = CellRun(cell=CELL, arguments=(), seconds=1)
    folder.keep(run, CellResult(cell=CELL, outcome="works", sentence=""))
    (file,) = tmp_path.iterdir()
    for damage in ("", "[]", "{}", file.read_text()[:-9]):
        file.write_text(damage)
        assert folder.earlier_result(run) is None


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Run one first"):
        read_results(tmp_path)


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://host", ""])
def test_an_address_that_no_scheduler_has_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="tcp://HOST:PORT"):
        on_cluster(address)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["matrix"], "no SDK was named"),
        (["matrix", "--sdk", "abc"], "names no releases"),
        (["matrix", "--sdk", "1.0", "--job", "live"], "Add --server"),
        (["matrix", "--sdk", "1.0", "--job", "chek"], "chek"),
        (["matrix", "--sdk", "1.0", "--report", "x.xml"], ".html, .json, .md"),
        (["matrix", "ask", "--sdk", "1.0"], "one SDK and one server"),
        (["matrix", "ask", "--sdk", "1.0", "--server", "1.0", "--folder", "none"], "no result of a matrix"),
    ],
)
def test_wrong_usage_is_one_message(line: list[str], words: str, tmp_path: Path) -> None:
    ran = run_here(*line, variables=dict(os.environ), folder=tmp_path)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def runs() -> list[CellRun]:
    """One cell for each of some operations of acme."""
    return [
        CellRun(
            cell=Cell(job="check", sdk=operation),
            arguments=("check", *TARGET, "--workers", "1", "--examples", "1", "--operation", operation),
            seconds=300,
        )
        for operation in OPERATIONS
    ]


@pytest.mark.slow
def test_the_results_are_the_same_however_many_cells_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    one, three = ({cell: read_output(cell, out) for cell, out in on_this_machine(jobs)(runs())} for jobs in (1, 3))
    assert one == three
    assert {result.outcome for result in one.values()} == {"works"}
    assert all(list(result.operations) == [cell.sdk] for cell, result in one.items())


CLIENT = """
import json, os, signal, sys
from conformance.pipeline.matrix.cell import read_output
from conformance.pipeline.matrix.scheduler import on_cluster
from tests.pipeline.matrix.test_cells import runs

found = {}
for cell, output in on_cluster(sys.argv[1])(runs()):
    if not found:
        os.kill(int(sys.argv[2]), signal.SIGKILL)
    found[cell.name] = read_output(cell, output).to_json()
print(json.dumps(dict(sorted(found.items()))))
"""


@contextmanager
def process(*command: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(FAUX), str(Path.cwd())])}
    with (folder / f"{command[2]}.log").open("ab") as log:
        running = subprocess.Popen([sys.executable, *command], cwd=folder, env=variables, stdout=log, stderr=log)
        try:
            yield running
        finally:
            running.terminate()
            running.wait(30)


@pytest.mark.slow
def test_a_cluster_loses_nothing_when_a_worker_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    here = {cell.name: read_output(cell, out).to_json() for cell, out in on_this_machine(2)(runs())}
    address = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(address))
        stack.enter_context(process("-m", "distributed.cli.dask_scheduler", "--port", "0", *local, folder=tmp_path))
        end = time.monotonic() + 60
        while not address.exists() and time.monotonic() < end:
            time.sleep(0.1)
        worker = ("-m", "distributed.cli.dask_worker", *local, "--no-nanny", "--nthreads", "1")
        workers = [stack.enter_context(process(*worker, folder=tmp_path)) for _ in range(3)]
        client = (sys.executable, "-c", CLIENT, json.loads(address.read_text())["address"], str(workers[0].pid))
        variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(FAUX), str(Path.cwd())])}
        ran = subprocess.run(client, capture_output=True, text=True, env=variables, check=False, timeout=500)
        assert ran.returncode == 0, ran.stderr
        assert workers[0].wait(10) != 0
    assert json.dumps(json.loads(ran.stdout)) == json.dumps(dict(sorted(here.items())))
