"""Crew: the worker processes of one run. Work is split by operation; who does what does not change the result."""

from __future__ import annotations

import json
import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from conformance.errors import ConformanceError, WorkerDied
from conformance.targets.environment import Environment, link_engine, worker_environment

Message = dict[str, Any]
MOST_SECONDS: Final = 300.0  # for one operation: the slowest of the known ones take three
OPENING_SECONDS: Final = 120.0  # to import an SDK: a large one takes one, or ten where nothing is compiled yet


class WorkerError(ConformanceError):
    """A worker answered with an error that a user can act on; it keeps that error's exit status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.exit_status = status  # type: ignore[misc]


class WorkerProcess:
    """One worker process. `folder` is where it makes its temporary files: one that is killed cannot remove them."""

    def __init__(self, environment: Environment, engine_root: Path, folder: str) -> None:
        self.late = False
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115  # lives as long as the process
        self.process = subprocess.Popen(  # noqa: S603  # our own module, in the environment made for the SDK
            [str(environment.python), "-m", "conformance.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            encoding="utf-8",
            env=worker_environment(environment, engine_root) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
        )

    def ask(self, message: Message, most_seconds: float | None = None) -> Message:
        """Send one request and wait for its answer. Raises WorkerDied, or WorkerError for a user's error.

        A worker that takes longer than `most_seconds` is ended.
        """
        limit = threading.Timer(most_seconds or 0, self._stop)
        limit.daemon = True
        if most_seconds is not None:
            limit.start()
        try:
            return self._answer(message, most_seconds)
        finally:
            limit.cancel()

    def _stop(self) -> None:
        self.late = True
        self.process.kill()

    def _answer(self, message: Message, most_seconds: float | None) -> Message:
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101, PT018  # both are pipes
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (BrokenPipeError, ValueError):
            line = ""
        if not line:
            status = self.process.wait()
            if self.late:
                raise WorkerDied(f"no answer within {most_seconds:.0f} s: the SDK does not come back from a call")
            raise WorkerDied(
                f"{self._last_words()}\nthe worker process ended with status {status}: by the SDK, or from outside"
            )
        answer: Message = json.loads(line)
        if "error" in answer:
            raise WorkerError(answer["error"]["status"], answer["error"]["message"])
        return answer

    def _last_words(self) -> str:
        self.errors.seek(0)
        return "\n".join(f"  {line}" for line in self.errors.read().strip().splitlines()[-8:]) or "  (it said nothing)"

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                with suppress(BrokenPipeError):  # a request that a worker died of may be in the pipe
                    stream.close()


class WorkerPool:
    """Workers with the same settings. `open` comes first, `close` last, whatever happens in between."""

    def __init__(self, environment: Environment, settings: Mapping[str, Any]) -> None:
        self.environment, self.settings = environment, {"do": "open", **settings}
        self.engine_root = link_engine()
        self.hands: list[WorkerProcess] = []
        self.closed = False
        self.hiring = threading.Lock()
        self.folder = tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True)

    def open(self) -> Message:
        """Start the first worker; what it answered when it opened the SDK. Raises what opening the SDK raises."""
        return self._opened()[1]

    def _opened(self) -> tuple[WorkerProcess, Message]:
        """One more worker that has opened the SDK, and what it answered."""
        hand = self._hire()
        return hand, hand.ask(self.settings, OPENING_SECONDS)

    def _hire(self) -> WorkerProcess:
        with self.hiring:
            if self.closed:
                raise WorkerDied("the pool of workers has gone home")
            hand = WorkerProcess(self.environment, self.engine_root, self.folder.name)
            self.hands.append(hand)
            return hand

    def ask(self, message: Message) -> Message:
        """Ask the first worker; what is judged has its limit of time."""
        return self.hands[0].ask(message, MOST_SECONDS if message["do"] == "judge" else None)

    def insist(self, message: Message, most_seconds: float) -> Message:
        """Ask a worker that is alive, within a limit of time. Raises WorkerDied for a request that ended it."""
        hand = next((hand for hand in self.hands if hand.process.poll() is None), None)
        if hand is None:
            hand, _ = self._opened()
        return hand.ask(message, most_seconds)

    def dismiss(self, message: Message, most_seconds: float) -> None:
        """Ask the worker that is alive for the last time, within a limit of time; it may not answer any more."""
        for hand in self.hands:
            if hand.process.poll() is None:
                with suppress(WorkerDied):
                    hand.ask(message, most_seconds)

    def judge(self, operations: Sequence[str], workers: int) -> Iterator[tuple[str, Message]]:
        """Have every operation judged; answers as they come, `{"died": ...}` for one whose worker ended."""
        todo: queue.SimpleQueue[str] = queue.SimpleQueue()
        done: queue.SimpleQueue[tuple[str, Message] | BaseException] = queue.SimpleQueue()
        for operation in operations:
            todo.put(operation)
        count = max(1, min(workers, len(operations)))
        for number in range(count):
            hand = self.hands[0] if number == 0 and self.hands[0].process.poll() is None else None
            threading.Thread(target=self._work, args=(hand, todo, done), daemon=True).start()
        for _ in operations:
            item = done.get()
            if isinstance(item, BaseException):
                raise item
            yield item

    def _work(self, hand: WorkerProcess | None, todo: queue.SimpleQueue[str], done: queue.SimpleQueue[Any]) -> None:
        """One thread for one worker: a worker that dies is replaced, and the operation that it died of is told."""
        try:
            while True:
                try:
                    operation = todo.get_nowait()
                except queue.Empty:
                    return
                if hand is None:
                    hand, _ = self._opened()
                try:
                    done.put((operation, hand.ask({"do": "judge", "operation": operation}, MOST_SECONDS)))
                except WorkerDied as died:
                    done.put((operation, {"died": str(died)}))
                    hand = None
        except Exception as error:  # noqa: BLE001  # told to the thread that waits
            done.put(error)

    def close(self) -> None:
        """End every worker, and hire no more."""
        with self.hiring:
            self.closed = True
        for hand in self.hands:
            hand.close()
        self.folder.cleanup()


@contextmanager
def worker_pool(environment: Environment, settings: Mapping[str, Any]) -> Iterator[WorkerPool]:
    """A pool of workers whose workers end with the block."""
    made = WorkerPool(environment, settings)
    try:
        yield made
    finally:
        made.close()
