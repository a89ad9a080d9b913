"""The worker processes of one run. Work is split by operation; which worker does what does not change the result."""

from __future__ import annotations

import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Generic, TypeVar, cast

from conformance.errors import ConformanceError, WorkerDied
from conformance.targets.environment import Environment, link_engine, worker_environment
from conformance.workers.messages import (
    DescribePackage,
    OpenEngine,
    OpenSdk,
    UserError,
    WorkerDeath,
    WorkerRequest,
    decode,
    encode,
)

R = TypeVar("R")
Opened = TypeVar("Opened")
OPERATION_SECONDS: Final = 300.0  # for one operation: the slowest of the known ones take three
OPENING_SECONDS: Final = 120.0  # to import an SDK: a large one takes one, or ten where nothing is compiled yet
LAST_LINES: Final = 8  # of what a worker printed before it ended


class WorkerError(ConformanceError):
    """A worker responded with an error that the user can act on; it keeps that error's exit status."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error.message)
        self.exit_status = error.exit_status  # type: ignore[misc]


def require(result: R | WorkerDeath) -> R:
    """The response. Raises WorkerDied where the worker ended without one."""
    if isinstance(result, WorkerDeath):
        raise WorkerDied(result.message)
    return result


class WorkerProcess:
    """One worker process. `folder` holds its temporary files: a worker that is killed cannot remove them."""

    def __init__(self, environment: Environment, engine_root: Path, folder: str) -> None:
        self.timed_out = False
        self.unread = 0  # responses: of the request that is sent, and of one that an interrupt left
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # lives as long as the process
        self.process = subprocess.Popen(  # noqa: S603  # our own module, in the environment made for the SDK
            [str(environment.python), "-m", "conformance.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            encoding="utf-8",
            env=worker_environment(environment, engine_root) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
        )

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def send(self, request: WorkerRequest[R], timeout: float | None = None) -> R | WorkerDeath:
        """Send a request and wait for its response. A worker that takes longer than `timeout` seconds is ended.

        Raises WorkerError for an error that the user can act on.
        """
        with self._limited(timeout):
            line = self._exchange_lines(encode(request))
        if not line:
            what = (
                "the import of the SDK"
                if isinstance(request, (OpenSdk, OpenEngine, DescribePackage))
                else "an SDK call"
            )
            return WorkerDeath(message=self._describe_end(what, timeout))
        response = decode(line)
        if isinstance(response, UserError):
            raise WorkerError(response)
        return cast("R", response)

    def send_last(self, request: WorkerRequest[Any], timeout: float) -> None:
        """Send a request that may follow an interrupted one, and wait until it is done or the process has ended."""
        with self._limited(timeout):
            self._exchange_lines(encode(request))

    @contextmanager
    def _limited(self, timeout: float | None) -> Iterator[None]:
        """End the process if the block takes longer than `timeout` seconds."""
        timer = threading.Timer(timeout or 0, self._kill_late)
        timer.daemon = True
        if timeout is not None:
            timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _exchange_lines(self, line: str) -> str:
        """The response to this line, "" where the worker has ended."""
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101, PT018  # both are pipes
        response = ""
        try:
            self.unread += 1
            self.process.stdin.write(line)
            self.process.stdin.flush()
            while self.unread:
                response = self.process.stdout.readline()
                self.unread = self.unread - 1 if response else 0
        except (BrokenPipeError, ValueError):
            return ""
        return response

    def _kill_late(self) -> None:
        self.timed_out = True
        self.process.kill()

    def _describe_end(self, what: str, timeout: float | None) -> str:
        status = self.process.wait()
        if self.timed_out:
            return f"{what} did not return within {timeout:.0f} s"
        self.errors.seek(0)
        lines = self.errors.read().strip().splitlines()[-LAST_LINES:]
        printed = "\n".join(f"  {line}" for line in lines) or "  (it printed nothing)"
        return f"{printed}\nthe worker process ended with status {status}: the SDK ended it, or something outside did"

    def close(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                with suppress(BrokenPipeError):  # the pipe may hold a request that ended the worker
                    stream.close()


class WorkerPool(Generic[Opened]):
    """Workers that open the same SDK with the same request. Call `open` first and `close` last, in any case."""

    def __init__(self, environment: Environment, opening: WorkerRequest[Opened]) -> None:
        self.environment, self.opening = environment, opening
        self.engine_root = link_engine()
        self.workers: list[WorkerProcess] = []
        self.closed = False
        self.starting = threading.Lock()
        self.folder = tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True)

    def open(self) -> Opened:
        """Start the first worker and open the SDK in it. Raises what opening the SDK raises, and WorkerDied."""
        return self._start_opened()[1]

    @property
    def is_alive(self) -> bool:
        """Whether a worker is alive that has opened the SDK."""
        return any(worker.is_alive for worker in self.workers)

    def ask(self, request: WorkerRequest[R], timeout: float | None = None) -> R | WorkerDeath:
        """Send a request to a worker that is alive, or to a new one. Raises WorkerError for a user's error."""
        return self._alive_worker().send(request, timeout)

    def send_last(self, request: WorkerRequest[Any], timeout: float) -> None:
        """Send a last request to the workers that are alive, which may end before they respond."""
        for worker in self.workers:
            if worker.is_alive:
                worker.send_last(request, timeout)

    def run_all(self, requests: Mapping[str, WorkerRequest[R]], workers: int) -> Iterator[tuple[str, R | WorkerDeath]]:
        """Send every request, to `workers` workers at a time; yield the responses by key, as they arrive."""
        waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[str, R | WorkerDeath] | BaseException] = queue.SimpleQueue()
        for key in requests:
            waiting.put(key)

        def work(worker: WorkerProcess | None) -> None:
            """One thread for one worker at a time: a worker that dies is replaced."""
            try:
                while True:
                    try:
                        key = waiting.get_nowait()
                    except queue.Empty:
                        return
                    if worker is None or not worker.is_alive:
                        worker, _ = self._start_opened()
                    done.put((key, worker.send(requests[key], OPERATION_SECONDS)))
            except Exception as error:  # noqa: BLE001  # raised in the thread that waits
                done.put(error)

        for number in range(max(1, min(workers, len(requests)))):
            worker = self.workers[0] if number == 0 else None
            threading.Thread(target=work, args=(worker,), daemon=True).start()
        for _ in requests:
            item = done.get()
            if isinstance(item, BaseException):
                raise item
            yield item

    def _alive_worker(self) -> WorkerProcess:
        alive = next((worker for worker in self.workers if worker.is_alive), None)
        return alive or self._start_opened()[0]

    def _start_opened(self) -> tuple[WorkerProcess, Opened]:
        """A new worker that has opened the SDK, and its response. Raises WorkerDied."""
        worker = self._start()
        return worker, require(worker.send(self.opening, OPENING_SECONDS))

    def _start(self) -> WorkerProcess:
        with self.starting:
            if self.closed:
                raise WorkerDied("the worker pool is closed")
            worker = WorkerProcess(self.environment, self.engine_root, self.folder.name)
            self.workers.append(worker)
            return worker

    def end_requests(self) -> None:
        """End the workers with the requests that they carry out. The next request starts another."""
        for worker in self.workers:
            worker.process.kill()

    def close(self) -> None:
        """End every worker, and start no more."""
        with self.starting:
            self.closed = True
        for worker in self.workers:
            worker.close()
        self.folder.cleanup()


@contextmanager
def worker_pool(environment: Environment, opening: WorkerRequest[Opened]) -> Iterator[WorkerPool[Opened]]:
    """A pool whose workers end with the block."""
    pool = WorkerPool(environment, opening)
    try:
        yield pool
    finally:
        pool.close()
