"""Runs cells in processes of this machine, or on the workers of a Dask cluster."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Final

from conformance.errors import EnvironmentFailed, UsageError
from conformance.extras import install_command
from conformance.pipeline.matrix.cell import CellOutput, CellRun, run_cell
from conformance.report.matrix.matrix import Cell

Ran = tuple[Cell, CellOutput]
Schedule = Callable[[Sequence[CellRun]], Iterator[Ran]]
RETRIES: Final = 2  # of a cell whose worker died
CONNECTING_SECONDS: Final = 20


def on_this_machine(jobs: int) -> Schedule:
    """Runs cells here, some at a time."""

    def schedule(runs: Sequence[CellRun]) -> Iterator[Ran]:
        stopped = threading.Event()
        pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="cell")
        try:
            waiting = {pool.submit(run_cell, run, stopped): run.cell for run in runs}
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)

    return schedule


def on_cluster(address: str) -> Schedule:
    """Runs cells on the workers of a Dask scheduler: each has this package. One that dies is replaced by another.

    Raises UsageError, EnvironmentFailed.
    """
    if not address.startswith(("tcp://", "tls://", "ws://", "wss://")):
        raise UsageError(
            f"--scheduler {address}: this is no address.\n  Write that of a Dask scheduler: tcp://HOST:PORT."
        )

    def schedule(runs: Sequence[CellRun]) -> Iterator[Ran]:
        distributed = _distributed()
        try:
            client: Any = distributed.Client(address, timeout=CONNECTING_SECONDS, set_as_default=False)
        except OSError as error:
            raise EnvironmentFailed(f"--scheduler {address}: no scheduler responds there: {error}") from None
        with client:
            # a cell is never a result that another client has computed: servers and indexes change
            futures = {client.submit(run_cell, run, pure=False, retries=RETRIES): run.cell for run in runs}
            try:
                for future in distributed.as_completed(futures, loop=client.loop):
                    yield futures[future], _output(future)
            finally:
                client.cancel(list(futures), force=True)

    return schedule


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise EnvironmentFailed(
            "--scheduler needs dask.distributed, which is not installed.\n"
            f"  Install it with: {install_command('cluster')}"
        ) from None


def _output(future: Any) -> CellOutput:
    try:
        output = future.result()
    except Exception as error:  # noqa: BLE001  # a worker that died on every try, or a cell that it could not read
        return CellOutput(reason=f"the cluster could not run it: {type(error).__name__}: {error}")
    return output if isinstance(output, CellOutput) else CellOutput(reason="the cluster gave no result")
