"""`conformance live`: an SDK against a real server, operation by operation. Read `live` first."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conformance.cassettes.library import cassette_files
from conformance.errors import UsageError
from conformance.pipeline.console import Console
from conformance.pipeline.live_notes import live_notes, server_times
from conformance.pipeline.live_run import RESPONSE_SECONDS, LiveRun, judge_operations, live_run
from conformance.pipeline.reporting import build_report, load_known
from conformance.pipeline.run_result import Judged, RunResult
from conformance.pipeline.server_setup import cassettes_folder
from conformance.report.files import check_paths
from conformance.report.known import Known, WhenAbsent
from conformance.report.report import Report
from conformance.settings import LiveSettings
from conformance.targets.target import Target, load_target
from conformance.text import counted
from conformance.workers.messages import OperationJudged, SeedServer, WorkerDeath
from conformance.workers.pool import require

if TYPE_CHECKING:
    from conformance.pipeline.fuzz import FuzzResult

DEFAULTS: Final = LiveSettings()


def live(settings: LiveSettings, console: Console) -> Report:
    """Test one SDK against its contract on a real server."""
    started = time.monotonic()
    target, known = _read_inputs(settings)
    known_ids = [identity for entry in known for identity in entry.ids]
    judged: dict[str, OperationJudged | WorkerDeath] = {}
    fuzzed: FuzzResult | None = None
    with live_run(settings, target, console.print_line, known_ids) as run:
        ready = time.monotonic()
        with suppress(KeyboardInterrupt):
            judged.update(judge_operations(run, run.operations, console))
            fuzzed = _fuzz(run, console) if settings.fuzz else None
        interrupted = len(judged) < len(run.operations) or (settings.fuzz and fuzzed is None)
        report = build_report(live_result(run, judged, known, fuzzed, interrupted=interrupted))
    report.times.update(start=ready - started, run=time.monotonic() - ready, **server_times(run, judged))
    return report


def _read_inputs(settings: LiveSettings) -> tuple[Target, tuple[Known, ...]]:
    """The target, and the known findings of the SDK and of servers. Raises UsageError before anything is installed."""
    check_paths([Path(path) for path in settings.report])
    folder = cassettes_folder(settings)
    target = load_target(settings.target).excluding(settings.exclude)
    if settings.drift and (folder is None or not cassette_files(folder, target.name)):
        raise UsageError(
            f"--drift: {folder or 'the folder cassettes'} holds no recording of {target.name} to compare with.\n"
            "  Record one first, with conformance record, or name its folder with --cassettes."
        )
    # known findings of the SDK itself occur here, too, but not all of them
    when_absent: WhenAbsent = "stale" if shows_all_known(settings) else "note"
    return target, load_known(settings, target.live_known_file, target.known_file, when_absent=when_absent)


def shows_all_known(settings: LiveSettings) -> bool:
    """Whether every known finding has to occur. Other examples, or a server with other data, may not show it."""
    is_own_server = settings.url is None and settings.mode in {None, "owned"}
    is_default = (settings.seed, settings.examples, settings.drift) == (DEFAULTS.seed, DEFAULTS.examples, False)
    return is_own_server and is_default


def _fuzz(run: LiveRun, console: Console) -> FuzzResult:
    """Let Schemathesis test the server, on which one resource of each type exists."""
    from conformance.pipeline.fuzz import run_fuzz  # noqa: PLC0415  # Schemathesis takes a second to import

    seeded = require(run.first.pool.ask(SeedServer(), RESPONSE_SECONDS))
    setup = run.first.setup
    assert setup.document is not None  # noqa: S101  # checked when the run began
    return run_fuzz(setup.server, run.target, setup.document, seeded, seed=run.settings.seed, console=console)


def live_result(
    run: LiveRun,
    judged: Judged,
    known: tuple[Known, ...],
    fuzzed: FuzzResult | None = None,
    *,
    interrupted: bool,
    notes: Sequence[str] = (),
) -> RunResult:
    """The result of a run, with the notes that its reader needs."""
    if fuzzed is not None:
        sent = f"{counted(fuzzed.requests, 'request')} for {counted(fuzzed.operations, 'operation')} of the document"
        notes = (*notes, f"Schemathesis sent {sent}.")
    return RunResult(
        command="live",
        settings=run.settings,
        target=run.target,
        environment=run.environment,
        known=known,
        opened=run.first.opened,
        judged=judged,
        notes=(*live_notes(run, judged), *notes),
        interrupted=interrupted,
        fuzz_findings=() if fuzzed is None else fuzzed.findings,
        server=run.first.setup.server,
        mode=run.first.connect.setup.mode,
    )
