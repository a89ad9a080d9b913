"""`conformance check`: from the name of an SDK to a report. Read `check` first."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.cassettes.library import load_recordings, needs_yaml, replay_folder
from conformance.contract.read_document import load_document
from conformance.finding import PACKAGE
from conformance.operation_settings import operation_settings
from conformance.pipeline.check_notes import check_notes
from conformance.pipeline.console import Console, PrintLine
from conformance.pipeline.operations import refuse_unknown_operations
from conformance.pipeline.own_checks import project_folder, use_project_checks
from conformance.pipeline.python_support import needs_of
from conformance.pipeline.reporting import (
    build_report,
    left_out_result,
    load_known,
    open_engine,
    select_operations,
    unknown_operation,
)
from conformance.pipeline.run_result import Judged, RunResult
from conformance.report.files import check_paths
from conformance.report.known import Known
from conformance.report.report import Report
from conformance.settings import CheckSettings
from conformance.targets.contents import contents_of
from conformance.targets.environment import Environment, engine_requirements, resolve
from conformance.targets.target import Target, load_target
from conformance.workers.messages import EngineOpened, JudgeOperation, OpenEngine, OperationJudged, WorkerDeath
from conformance.workers.pool import WorkerPool, worker_pool


def check(settings: CheckSettings, console: Console) -> Report:
    """Test one SDK against its contract, offline, for every selected operation."""
    started = time.monotonic()
    plan = plan_check(settings, console.print_line)
    with worker_pool(plan.environment, plan.opening) as pool:
        opened = pool.open()
        ready = time.monotonic()
        operations = select_operations(opened.paths, settings.operation, opened.broken)
        judged = _judge(pool, plan, operations, console)
    report = build_report(check_result(plan, opened, judged, interrupted=len(judged) < len(operations)))
    report.times.update(start=ready - started, run=time.monotonic() - ready)
    return report


def check_operation(settings: CheckSettings, operation: str, console: Console) -> Report:
    """Test one operation, or the SDK as a whole (`PACKAGE`). Raises UnknownOperation where the SDK does not have it."""
    whole = operation == PACKAGE  # a plan without a selection is one for the SDK as a whole
    plan = plan_check(settings if whole else replace(settings, operation=(operation,)), console.print_line)
    with worker_pool(plan.environment, plan.opening) as pool:
        opened = pool.open()
        if not whole and operation not in opened.paths:
            raise unknown_operation(operation, operation, opened.paths, opened.broken)
        judged = _judge(pool, plan, [operation], console)
    return build_report(check_result(plan, opened, judged, interrupted=not judged))


@dataclass(frozen=True, kw_only=True)
class CheckPlan:
    """The input of a run: all files of the user have been read and checked, and the SDK is installed."""

    settings: CheckSettings
    target: Target
    known: tuple[Known, ...]
    environment: Environment
    opening: OpenEngine


def plan_check(settings: CheckSettings, print_line: PrintLine, environment: Environment | None = None) -> CheckPlan:
    """Read what the settings name, then install the SDK. Raises UsageError before anything is installed.

    With an `environment`, the SDK is that in it.
    """
    check_paths([Path(path) for path in settings.report])
    use_project_checks(project_folder(settings))
    target = load_target(settings.target).excluding(settings.exclude)
    refuse_unknown_operations(settings, target)
    # known findings of real servers occur where their responses are replayed
    known = load_known(settings, target.known_file, target.live_known_file)
    opening = open_engine(
        settings,
        target,
        known_ids=[identity for entry in known for identity in entry.ids],
        spec=None if settings.spec is None else Path(settings.spec).resolve(),
        cassettes=None if settings.declarations else _cassettes_folder(settings, target),
        operations=operation_settings(settings),
    )
    opening = replace(opening, declarations=settings.declarations)
    if opening.spec is not None:
        load_document(Path(settings.spec or ""), target.spec_extensions)
    yaml = opening.cassettes is not None and needs_yaml(opening.cassettes, target.name)
    engine = engine_requirements(spec=opening.spec is not None, yaml=yaml)
    if environment is None:
        environment = resolve(settings.sdk, target, approved=settings.approved, engine=engine, progress=print_line)
    if not settings.operation:  # otherwise the SDK as a whole is not judged
        opening = replace(opening, python_needs=needs_of(contents_of(environment, target), target))
    return CheckPlan(settings=settings, target=target, known=known, environment=environment, opening=opening)


def _cassettes_folder(settings: CheckSettings, target: Target) -> Path | None:
    """The folder of recordings to replay, None where there are none. Raises what reading them raises."""
    folder = replay_folder(settings.cassettes, target)
    found = load_recordings(folder, target.name, required=settings.cassettes is not None)
    return folder.resolve() if found else None


def _judge(pool: WorkerPool[EngineOpened], plan: CheckPlan, operations: Sequence[str], console: Console) -> Judged:
    """The results by operation; of fewer operations where the user interrupts the run."""
    judged: dict[str, OperationJudged | WorkerDeath] = {
        path: left_out
        for path in operations
        if (left_out := left_out_result(plan.opening.operations, path)) is not None
    }
    operations = [path for path in operations if path not in judged]
    without = len(judged)
    workers = plan.settings.workers or os.cpu_count() or 1
    if plan.settings.declarations or len(operations) < 2 * workers:
        workers = 1  # to import the SDK once more takes longer than to judge a few operations, or declarations
    requests = {operation: JudgeOperation(operation=operation) for operation in operations}
    with suppress(KeyboardInterrupt):
        for operation, result in pool.run_all(requests, workers):
            judged[operation] = result
            done = len(judged) - without - (PACKAGE in judged)
            console.report_progress(done, len(operations) - (PACKAGE in operations), operation)
    return judged


def check_result(plan: CheckPlan, opened: EngineOpened, judged: Judged, *, interrupted: bool) -> RunResult:
    """The result of a run, with the notes that its reader needs."""
    return RunResult(
        command="check",
        settings=plan.settings,
        target=plan.target,
        environment=plan.environment,
        known=plan.known,
        opened=opened,
        judged=judged,
        notes=tuple(check_notes(plan.settings, plan.target, opened, judged)),
        interrupted=interrupted,
    )
