"""`conformance record`: the responses of a real server become cassettes, one operation at a time, without secrets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.cassettes.library import FOLDER, PACKAGED, server_folder
from conformance.cassettes.resume import start_or_resume
from conformance.errors import UsageError
from conformance.finding import PACKAGE, Coverage
from conformance.pipeline.console import Console, today
from conformance.pipeline.live_run import judge_operations, live_run
from conformance.pipeline.recorded import clean_interactions
from conformance.pipeline.run_result import coverage_of
from conformance.settings import LiveSettings
from conformance.targets.target import Target, load_target
from conformance.text import counted
from conformance.workers.messages import LiveOperationJudged


@dataclass(frozen=True, kw_only=True)
class RecordingResult:
    """The result of a recording. `coverage` is of this run's operations, `resumed` counts those of an earlier run."""

    folder: str
    sdk: str
    server: str
    coverage: tuple[Coverage, ...]
    interactions: int
    resumed: int
    interrupted: bool

    @property
    def missed(self) -> tuple[Coverage, ...]:
        """The operations that the server has, but of which no successful call was recorded."""
        return tuple(
            coverage
            for coverage in self.coverage
            if coverage.crash or (coverage.reach and coverage.reach.state in {"unreached", "untried"})
        )

    @property
    def verdict(self) -> str:
        """One sentence."""
        states = [coverage.reach.state for coverage in self.coverage if coverage.reach is not None]
        done = f"{counted(self.interactions, 'interaction')} of {counted(states.count('reached'), 'operation')}"
        resumed = f", {self.resumed} recorded before" if self.resumed else ""
        rest = f"; {len(self.missed)} not reached, {states.count('absent')} not on this server"
        prefix = "interrupted: " if self.interrupted else ""
        return f"{prefix}{self.sdk} on {self.server}: {done} recorded into {self.folder}{resumed}{rest}"


def record(settings: LiveSettings, console: Console) -> RecordingResult:
    """Record every selected operation. A recording that was interrupted resumes."""
    with _folder(settings) as folder:
        return _record(settings, console, load_target(settings.target).excluding(settings.exclude), folder)


def _record(settings: LiveSettings, console: Console, target: Target, folder: Path) -> RecordingResult:
    coverage: list[Coverage] = []
    count, interrupted = 0, False
    with live_run(replace(settings, servers=1), target, console.print_line) as run:  # one server fills one folder
        server, sdk = run.first.setup.server, run.first.opened.version
        source = {"sdk": sdk, "seed": str(settings.seed), "edition": server.edition}
        with start_or_resume(
            folder, target.name, server.version, source, today=today(), progress=console.print_line
        ) as library:
            selected = [path for path in run.operations if path != PACKAGE]
            remaining = [path for path in selected if path not in library.done]
            resumed = len(selected) - len(remaining)
            if resumed:
                console.print_line(f"{counted(resumed, 'operation')} recorded before; {len(remaining)} remaining")
            try:
                for path, result in judge_operations(run, remaining, console):
                    coverage.append(coverage_of(path, result))
                    if coverage[-1].left_out:
                        continue
                    lines = result.interactions if isinstance(result, LiveOperationJudged) else ""
                    interactions = clean_interactions(run.first, path, lines, target.unrecorded_headers)
                    library.add(path, interactions)
                    count += len(interactions)
            except KeyboardInterrupt:
                interrupted = True
            if not interrupted:
                library.finish()
        return RecordingResult(
            folder=str(server_folder(folder, target.name, server.version)),
            sdk=f"{target.distribution} {sdk}",
            server=f"{server.edition} {server.version}",
            coverage=tuple(coverage),
            interactions=count,
            resumed=resumed,
            interrupted=interrupted,
        )


@contextmanager
def _folder(settings: LiveSettings) -> Iterator[Path]:
    """The folder to write into. What was made for it is removed if nothing was written, as where a run is refused."""
    folder = Path(settings.cassettes or FOLDER)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    _create_folder(folder)
    try:
        yield folder
    finally:
        for path in made:
            with suppress(OSError):  # it is not empty
                path.rmdir()


def _create_folder(folder: Path) -> None:
    """Make the folder to write into. Raises UsageError where it cannot be one."""
    if folder.resolve().is_relative_to(PACKAGED.resolve()):
        raise UsageError(
            f"--cassettes {folder}: these are the recordings of the installed package, which the next installation "
            "replaces.\n  Name another folder to write cassettes into."
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--cassettes {folder}: this is not a folder.\n  Name the folder to write cassettes into.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"--cassettes {folder}: the folder cannot be created: {error.strerror}.\n  Name another folder."
        ) from None
