"""Learns the contract of an SDK in a worker, one operation at a time, so that it ends whatever the SDK does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from conformance.contract import store
from conformance.errors import WorkerDied
from conformance.pipeline.console import Console
from conformance.pipeline.learned_clients import LearnedClients
from conformance.workers.messages import LearnContract, LearnOperation, ListOperations, WorkerDeath
from conformance.workers.pool import WorkerPool, require

SLOW_SECONDS: Final = 5.0  # of one operation, after which it is named
OPERATION_SECONDS: Final = 240.0  # of one operation, then its worker is ended: it stops itself earlier if it can
LEARNING_SECONDS: Final = 1800.0  # of all operations, then the others are not learned: the largest SDKs take minutes
MOST_DEATHS: Final = 5  # of workers: an SDK that ends more of them is not learned


def learn_contract(
    pool: WorkerPool[Any], console: Console | None = None, cached: Callable[[], LearnedClients] | None = None
) -> str:
    """The contract of the SDK that the pool's workers have opened, as text.

    An operation that ends its worker, or that cannot be stopped, is in the contract as its signature declares it, with
    the reason. Raises WorkerDied where too many do. What is `cached` of other releases is not learned again.
    """
    listed = require(pool.ask(ListOperations(), OPERATION_SECONDS))
    clients = None if cached is None else cached()
    known = [] if clients is None else clients.read(listed)
    known_paths = {path for part in known for name in ("operations", "async") for path in part[name]}
    paths = [path for path in listed.paths if path not in known_paths]
    unlearned: dict[str, str] = {}
    deaths = 0
    started = time.monotonic()
    for number, path in enumerate(paths):
        if console is not None:
            console.report_progress(number, len(paths), f"learning {path}")
        if time.monotonic() - started > LEARNING_SECONDS:
            unlearned[path] = f"it was not called: the operations before it took more than {LEARNING_SECONDS:.0f} s"
            continue
        with _named_if_slow(path, console):
            learned = pool.ask(LearnOperation(operation=path), OPERATION_SECONDS)
        if isinstance(learned, WorkerDeath):
            unlearned[path] = f"calling it ended the process of the SDK: {learned.summary}"
            deaths += 1
        if deaths > MOST_DEATHS:
            raise WorkerDied(
                f"the contract cannot be learned: calls of {', '.join(unlearned)} ended the process of the SDK.\n"
                "  Next: leave such operations out with --exclude GLOB, or in target.toml: "
                '[call] exclude = ["GLOB"].'
            )
    if console is not None:
        console.report_progress(len(paths), len(paths), "learned")
    request = LearnContract(unlearned=unlearned, known=tuple(sorted(known_paths)))
    contract = require(pool.ask(request, LEARNING_SECONDS))
    if clients is not None:
        clients.write(listed, contract, unlearned)
    return store.with_parts(contract.text, known) if known else contract.text


@contextmanager
def _named_if_slow(path: str, console: Console | None) -> Iterator[None]:
    """Name an operation while it is learned, if that takes long."""
    timer = threading.Timer(SLOW_SECONDS, _name_operation(path, console))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _name_operation(path: str, console: Console | None) -> Callable[[], None]:
    text = f"learning {path} takes long; calls that do not end are stopped"
    return lambda: None if console is None else console.print_line(text)
