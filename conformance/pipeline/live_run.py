"""The servers and workers of a live run. Each server tests its own shard of the operations, in one worker."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from conformance.operation_settings import OperationSettings, operation_settings
from conformance.pipeline.concurrency import merged, open_all
from conformance.pipeline.console import Console, PrintLine
from conformance.pipeline.operations import refuse_unknown_operations
from conformance.pipeline.reporting import left_out_result, open_engine, select_operations
from conformance.pipeline.server_setup import ServerSetup, connect_request, start_server
from conformance.pipeline.sweep import remove_leftovers
from conformance.redaction.redact import Secrets
from conformance.servers.ledger import PREFIX
from conformance.settings import LiveSettings
from conformance.targets.environment import Environment, engine_requirements, resolve
from conformance.targets.target import Target
from conformance.workers.messages import (
    ConnectServer,
    EngineOpened,
    Finish,
    JudgeLiveOperation,
    OperationJudged,
    WorkerDeath,
)
from conformance.workers.pool import WorkerPool, require, worker_pool

RESPONSE_SECONDS: Final = 600.0  # for one operation: some four hundred requests to a slow server
FINISH_SECONDS: Final = 30.0  # to finish the operation that is running when a run is interrupted


@dataclass(frozen=True, kw_only=True)
class Shard:
    """A server and the worker that tests it: `operations` are its share, in the order they are tested in."""

    setup: ServerSetup
    pool: WorkerPool[EngineOpened]
    opened: EngineOpened
    connect: ConnectServer
    operations: Sequence[str]
    urls: Sequence[str]  # the path templates of the SDK's operations


@dataclass(frozen=True, kw_only=True)
class LiveRun:
    """A run that has started. Its shards differ in nothing but their operations."""

    settings: LiveSettings
    target: Target
    environment: Environment
    shards: Sequence[Shard]
    own: Sequence[OperationSettings]  # of single operations

    @property
    def first(self) -> Shard:
        """The shard that represents all of them."""
        return self.shards[0]

    @property
    def operations(self) -> list[str]:
        """The operations of all shards."""
        return [path for shard in self.shards for path in shard.operations]


@contextmanager
def live_run(
    settings: LiveSettings, target: Target, print_line: PrintLine, known_ids: Collection[str] = ()
) -> Iterator[LiveRun]:
    """Start servers and workers that are ready to test them. All end with the block.

    Findings with `known_ids` are not shrunk.
    """
    refuse_unknown_operations(settings, target)
    own = operation_settings(settings)
    engine = engine_requirements(spec=True)
    environment = resolve(settings.sdk, target, approved=settings.approved, engine=engine, progress=print_line)
    print_once = _printer_of_new_lines(print_line)
    count = _shard_count(settings)
    openings = [
        partial(_open_shard, settings, own, target, environment, known_ids, print_once, number, count)
        for number in range(count)
    ]
    with open_all(openings) as shards:
        run = LiveRun(settings=settings, target=target, environment=environment, shards=shards, own=own)
        print_once(_describe(run))
        yield run
        if not run.first.setup.server.managed:  # one that is managed is deleted
            run.first.pool.send_last(Finish(), FINISH_SECONDS)
            _remove_leftovers(run, print_once)


def _shard_count(settings: LiveSettings) -> int:
    """The number of servers: one is enough for operations that are named one by one."""
    named = bool(settings.operation) and not any(set(glob) & set("*?[") for glob in settings.operation)
    return 1 if settings.url is not None or named else settings.servers


def _printer_of_new_lines(print_line: PrintLine) -> PrintLine:
    """Prints each line once, although several servers report it."""
    printed: set[str] = set()

    def print_new(text: str) -> None:
        if text not in printed:
            printed.add(text)
            print_line(text)

    return print_new


@contextmanager
def _open_shard(
    settings: LiveSettings,
    own: tuple[OperationSettings, ...],
    target: Target,
    environment: Environment,
    known_ids: Collection[str],
    print_line: PrintLine,
    number: int,
    count: int,
) -> Iterator[Shard]:
    """Start a server and a worker that is ready to test shard `number` of `count`."""
    with ExitStack() as ending:
        setup = ending.enter_context(start_server(settings, target, print_line))
        opening = open_engine(settings, target, known_ids=sorted(known_ids), document=setup.document, operations=own)
        pool = ending.enter_context(worker_pool(environment, opening))
        engine = pool.open()
        operations = select_operations(engine.paths, settings.operation, engine.broken)
        connect = connect_request(settings, setup, operations, number, count)
        connected = require(pool.ask(connect))
        yield Shard(
            setup=setup,
            pool=pool,
            opened=engine,
            connect=connect,
            operations=connected.operations,
            urls=connected.urls,
        )


def _describe(run: LiveRun) -> str:
    """One line with the SDK, the server and the settings of the run."""
    server, setup = run.first.setup.server, run.first.connect.setup
    urls = " and ".join(shard.setup.server.url for shard in run.shards)
    rate = f", {setup.rate} per second" if setup.rate else ""
    return (
        f"testing {run.target.distribution} {run.first.opened.version} on {server.edition} {server.version} at {urls}, "
        f"{setup.mode}, at most {run.settings.requests} requests{rate}"
        + (f"; names of what the run creates begin with {PREFIX}{setup.tag}-" if setup.ledger is not None else "")
    )


def _remove_leftovers(run: LiveRun, print_line: PrintLine) -> None:
    """Remove what this run has left on a server of others, and say whether anything may still be there."""
    server, ledger = run.first.setup.server, run.first.connect.setup.ledger
    if ledger is None:
        return
    if remove_leftovers(server, run.target, ledger):
        print_line(f"everything that this run created on {server.url} is deleted")
    else:
        print_line(
            f"resources of this run may be left on {server.url}: "
            f"remove them with conformance live --sweep --url {server.url}"
        )


def judge_operations(
    run: LiveRun, operations: Collection[str], console: Console
) -> Iterator[tuple[str, OperationJudged | WorkerDeath]]:
    """Test operations on all servers at the same time; yields the results as they come."""
    shares = [[path for path in shard.operations if path in operations] for shard in run.shards]
    results = merged([_judge_shard(shard, share, run.own) for shard, share in zip(run.shards, shares, strict=True)])
    for number, (path, result) in enumerate(results, start=1):
        yield path, result
        console.report_progress(number, len(operations), path)


def _judge_shard(
    shard: Shard, operations: Sequence[str], own: Sequence[OperationSettings]
) -> Iterator[tuple[str, OperationJudged | WorkerDeath]]:
    """Test operations on one server one after the other: each may depend on the state that the last one left."""
    for path in operations:
        left_out = left_out_result(own, path, on_server=True)
        if left_out is not None:
            yield path, left_out
            continue
        result = shard.pool.ask(JudgeLiveOperation(operation=path), RESPONSE_SECONDS)
        if isinstance(result, WorkerDeath):
            result = WorkerDeath(message=Secrets((shard.setup.server.token,)).redact_text(result.message))
            require(shard.pool.ask(shard.connect, RESPONSE_SECONDS))  # the next worker has to know the server
        yield path, result
