"""Check: from the name of an SDK to a report. The function to read first is `check`."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.library import recordings
from conformance.contract.document import load_document
from conformance.finding import PACKAGE, Coverage
from conformance.pipeline.console import Progress
from conformance.pipeline.reporting import build_report, coverages, load_known, open_message, select
from conformance.report.files import check_paths
from conformance.report.known import Known
from conformance.report.report import Report
from conformance.settings import CheckSettings
from conformance.targets.environment import Environment, engine_requirements, resolve
from conformance.targets.target import Target, load_target
from conformance.text import counted
from conformance.workers.pool import Message, WorkerPool, worker_pool

GONE_SHOWN: Final = 6  # names in a note


def check(settings: CheckSettings, progress: Progress, tell: Callable[[str], None]) -> Report:
    """Hold one SDK to its contract, offline, for every operation that was asked for."""
    started = time.monotonic()
    check_paths([Path(path) for path in settings.report])
    target = load_target(settings.target)
    known = known_deviations(settings, target)
    environment = environment_for(settings, target, tell)
    with worker_pool(environment, opening(settings, target, known)) as hands:
        opened = hands.open()
        ready = time.monotonic()
        operations = select(opened["paths"], settings.operation)
        judged = _judge(hands, operations, settings, progress)
    report = report_of(settings, target, environment, opened, judged, known, len(judged) < len(operations))
    report.times.update(start=ready - started, run=time.monotonic() - ready)
    return report


def environment_for(settings: CheckSettings, target: Target, tell: Callable[[str], None]) -> Environment:
    """Where the SDK runs. What is wrong with document or cassettes is said before anything is installed."""
    cassettes_of(settings, target)
    engine = engine_requirements(spec=settings.spec is not None)
    if settings.spec is not None:
        load_document(Path(settings.spec), target.spec_extensions)
    return resolve(settings.sdk, target, approved=settings.approved, engine=engine, progress=tell)


def cassettes_of(settings: CheckSettings, target: Target) -> str | None:
    """The folder of the recordings to replay, None where there are none. Raises what reading them raises."""
    folder = Path(settings.cassettes or "cassettes")
    found = recordings(folder, target.name, required=settings.cassettes is not None)
    return str(folder.resolve()) if found else None


def known_deviations(settings: CheckSettings, target: Target) -> tuple[Known, ...]:
    """What is accepted in this run. Raises TargetError: the file is wrong, or was named and does not exist."""
    # what real servers are known for is met where their answers are replayed
    return load_known(settings, target.known_file, target.live_known_file)


def opening(settings: CheckSettings, target: Target, known: Sequence[Known]) -> dict[str, Any]:
    """What a worker is told when it opens the SDK."""
    return {
        **open_message(settings, target),
        "spec": None if settings.spec is None else str(Path(settings.spec).resolve()),
        "cassettes": cassettes_of(settings, target),
        "accepted": [identity for entry in known for identity in entry.ids],
    }


def _judge(
    hands: WorkerPool, operations: Sequence[str], settings: CheckSettings, progress: Progress
) -> dict[str, Message]:
    """What the workers answered for each operation; fewer than were asked for when the user stopped the run."""
    judged: dict[str, Message] = {}
    workers = settings.workers or os.cpu_count() or 1
    if len(operations) < 2 * workers:
        workers = 1  # importing the SDK once more takes longer than judging a few operations
    with suppress(KeyboardInterrupt):
        for operation, answer in hands.judge(operations, workers):
            judged[operation] = answer
            done = len(judged) - (PACKAGE in judged)
            progress(done, len(operations) - (PACKAGE in operations), operation)
    return judged


def report_of(
    settings: CheckSettings,
    target: Target,
    environment: Environment,
    opened: Message,
    judged: dict[str, Message],
    known: Sequence[Known],
    interrupted: bool,
) -> Report:
    """The report of what workers answered: `opened` when they opened the SDK, `judged` for each operation."""
    coverage = coverages(judged)
    return build_report(
        "check", settings, target, environment, opened, judged, known,
        notes=(*_notes(target, opened), *_replayed(target, opened, coverage)), interrupted=interrupted,
    )  # fmt: skip


def _notes(target: Target, opened: Message) -> Iterator[str]:
    if opened["approved"] is None:
        yield (
            f"{target.distribution} {opened['version']} has no approved contract "
            f"(there are: {', '.join(target.approved_releases()) or 'none'}): it is held to what it says of itself, "
            "and to everything that needs no approval."
        )
    elif opened["approved"] != opened["version"]:
        yield f"{target.distribution} {opened['version']} is held to the approved contract of {opened['approved']}."
    undescribed = opened.get("undescribed") or ()
    if undescribed:
        yield (
            f"The OpenAPI document does not describe {counted(len(undescribed), 'operation')} of the SDK; "
            "there the calls are made from the SDK's own types alone."
        )


def _replayed(target: Target, opened: Message, coverage: Sequence[Coverage]) -> Iterator[str]:
    """What became of the recordings."""
    recorded, sdk = opened.get("recorded"), f"{target.distribution} {opened['version']}"
    if recorded is None:
        return
    again = [each for each in coverage if each.replayed]
    if again:
        yield (
            f"{counted(sum(each.replayed for each in again), 'recorded call')} of {counted(len(again), 'operation')} "
            f"made again (servers {', '.join(recorded['servers'])}; recorded with {', '.join(recorded['releases'])}). "
            f"Requests are held to what the release nearest to {opened['version']} recorded."
        )
    left = [(each.operation, *item) for each in coverage for item in sorted(each.not_replayed.items())]
    if left:
        operation, name, why = left[0]
        yield (
            f"{counted(len(left), 'recorded call')} cannot be made again with {sdk}, "
            f"for example {operation} ({name}): {why}."
        )
    gone = [path for path in recorded["operations"] if path not in opened["paths"]]
    if gone:
        names = f"{', '.join(gone[:GONE_SHOWN])}{', ...' if len(gone) > GONE_SHOWN else ''}"
        yield f"{sdk} has no such operation as {counted(len(gone), 'recorded one')}: {names}."


def contract_text(sdk: str, target: Target, tell: Callable[[str], None]) -> str:
    """The contract of an SDK, as JSON text."""
    environment = resolve(sdk, target, progress=tell)
    with worker_pool(environment, {"target": str(target.folder.resolve()), "judge": False}) as hands:
        hands.open()
        text: str = hands.ask({"do": "contract"})["contract"]
        return text
