"""Cells an hour with one and with two processes, and the part of a cell's time that scheduling takes.

A cell checks the operations named `projects.*` of one release. The same cells run as bare commands, one after the
other; then as cells of a matrix, one and two at a time; then on a Dask cluster with one worker and with two. Ratios are
medians of rounds in turns. `tox -e bench` runs this.
"""

from __future__ import annotations

import importlib
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from conformance.pipeline.matrix.cell import CellRun
from conformance.pipeline.matrix.scheduler import Schedule, on_cluster, on_this_machine
from conformance.report.matrix.matrix import Cell

CELLS: Final = 4
ROUNDS: Final = 2
SECONDS: Final = 600.0  # most that a cell may take


def cells(sdk: str) -> list[CellRun]:
    """Equal cells of a release."""
    arguments = ("check", "--sdk", sdk, "--operation", "projects.*", "--workers", "1")
    return [
        CellRun(cell=Cell(job="check", sdk=f"{sdk} ({number})"), arguments=arguments, seconds=SECONDS)
        for number in range(CELLS)
    ]


def bare(runs: Sequence[CellRun]) -> float:
    """Seconds of the commands of cells, one after the other."""
    started = time.perf_counter()
    for run in runs:
        subprocess.run([sys.executable, "-m", "conformance.cli", *run.arguments], check=False, capture_output=True)
    return time.perf_counter() - started


def scheduled(runs: Sequence[CellRun], schedule: Schedule) -> float:
    """Seconds of cells in a matrix."""
    started = time.perf_counter()
    ran = list(schedule(runs))
    assert all(output.document for _, output in ran), [output.reason for _, output in ran]
    return time.perf_counter() - started


@contextmanager
def cluster(workers: int) -> Iterator[Schedule]:
    """A Dask cluster of this machine."""
    local: Any = importlib.import_module("distributed").LocalCluster
    with local(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50) as running:
        yield on_cluster(running.scheduler_address)


def main(sdk: str = "2.0.7") -> None:
    """Measure, and print the rows."""
    runs = cells(sdk)
    rows: dict[str, list[float]] = {}
    bare(runs[:1])  # installs the release, and compiles
    for _ in range(ROUNDS):
        rows.setdefault("commands without a matrix", []).append(bare(runs))
        for jobs in (1, 2):
            rows.setdefault(f"this machine, {jobs} at a time", []).append(scheduled(runs, on_this_machine(jobs)))
        for workers in (1, 2):
            with cluster(workers) as schedule:
                rows.setdefault(f"cluster, workers: {workers}", []).append(scheduled(runs, schedule))
    first = rows["commands without a matrix"]
    print(f"label-studio-sdk {sdk}; {CELLS} cells, {ROUNDS} rounds\n")
    print(f"{'':28} {'s a cell':>9} {'cells an hour':>14} {'of bare commands':>17}")
    for name, spent in rows.items():
        seconds = statistics.median(spent) / CELLS
        ratio = statistics.median(one / other for one, other in zip(first, spent, strict=True))
        print(f"{name:28} {seconds:9.2f} {3600 / seconds:14.0f} {ratio:17.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
