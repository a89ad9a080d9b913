"""One cell: a command in a process of its own, and what its document says of every operation."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from conformance.errors import UsageError
from conformance.finding import PACKAGE, Blame, Severity
from conformance.occurrence import CORE, GENERATED
from conformance.report.matrix.matrix import Cell, CellResult, OperationState
from conformance.report.report import Report
from conformance.report.to_json import from_json
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import brief, last_line
from conformance.workers.memory import limit_memory_of

MEMORY: Final = 8192  # MB, for each process of a cell
STOPPING_SECONDS: Final = 30.0  # for a run that is terminated: it stops its servers and writes what it has
POLL_SECONDS: Final = 0.2
_MATTERING: Final = {Severity.CRITICAL, Severity.MAJOR}
_CHANGING: Final = {Blame.SDK, Blame.SERVER}
_SHARED: Final = (CORE, GENERATED)  # the same in every cell of the SDK: the verdict counts them
_ABSENT: Final = "operation_not_in_spec"
_REACHED: Final = {"absent": "not there", "unreached": "not tried", "untried": "not tried"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRun:
    """A command that can be run on any machine that has this package, for at most `seconds`.

    Each of its processes gets at most `memory` megabytes, where the system can limit that.
    """

    cell: Cell
    arguments: tuple[str, ...]
    seconds: float
    memory: int = MEMORY


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOutput:
    """The text of a command's document, or "" and the reason why it has none."""

    document: str = ""
    reason: str = ""


def run_cell(run: CellRun, stopped: threading.Event | None = None) -> CellOutput:
    """Run a command to its end, to the limit of time, or until it is stopped. It leaves no process."""
    with tempfile.TemporaryDirectory(prefix="conformance-cell-", ignore_cleanup_errors=True) as folder:
        report, printed = Path(folder) / "report.json", Path(folder) / "printed"
        command = [sys.executable, "-m", "conformance.cli", *run.arguments, "--report", str(report)]
        with (
            printed.open("wb") as errors,
            subprocess.Popen(  # noqa: S603  # this interpreter, without a shell
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            ) as process,
        ):
            try:
                limit_memory_of(process.pid, run.memory)
                reason = _wait(process, run.seconds, stopped or threading.Event())
            finally:
                _end(process)
        if report.is_file() and not reason:
            return CellOutput(document=report.read_text(encoding="utf-8"))
        said = _error(printed.read_text(encoding="utf-8", errors="replace"))
        return CellOutput(reason=reason or said or f"it ended with status {process.returncode}")


def _error(printed: str) -> str:
    """The message with which a command ended, in one line; the last line of one that ended otherwise."""
    _, mark, message = f"\n{printed}".rpartition("\nconformance: ")
    return brief(" ".join(message.split())) if mark else last_line(printed)


def _wait(process: subprocess.Popen[bytes], seconds: float, stopped: threading.Event) -> str:
    """Wait for the end of a process. The reason if it has to be ended before, else ""."""
    end = time.monotonic() + seconds
    while process.poll() is None:
        if time.monotonic() > end:
            return f"it took longer than {seconds:.0f} s"
        if stopped.wait(POLL_SECONDS):
            return "it was stopped"
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that runs. It gets the time to stop what it has started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def read_output(cell: Cell, output: CellOutput) -> CellResult:
    """The result of a cell."""
    if not output.document:
        return CellResult(cell=cell, outcome="failed", sentence=output.reason)
    try:
        report = from_json(output.document)
    except UsageError as error:
        return CellResult(cell=cell, outcome="failed", sentence=str(error).splitlines()[0])
    if isinstance(report, UpgradeReport):
        outcome = "failed" if report.interrupted else "differs" if report.fails else "works"
        return CellResult(cell=cell, outcome=outcome, sentence=report.verdict)
    if cell.job == "spec" and not (report.interrupted or report.crashed):
        return _document_result(cell, report)
    return CellResult(
        cell=cell,
        outcome="failed" if report.interrupted or report.crashed else "works" if report.conforms else "differs",
        sentence=report.verdict,
        new=len(report.new),
        known=len(report.known),
        operations=dict(_states(report)),
    )


def _document_result(cell: Cell, report: Report) -> CellResult:
    """The result of comparing declarations with a server's document: only what is about the document counts.

    That the document lacks an operation is no difference: other editions of a server have it.
    """
    family = {check.id: check.family for check in report.checks}
    findings = tuple(finding for finding in report.findings if family.get(finding.check) == "spec")
    absent = {path for finding in findings if finding.check == _ABSENT for path in finding.operations}
    states = {
        path: OperationState(state="not there") if path in absent else state
        for path, state in _states(replace(report, findings=findings))
    }
    result = CellResult(
        cell=cell,
        outcome="differs" if any(state.state == "differs" for state in states.values()) else "works",
        sentence="",
        new=sum(finding.known is None for finding in findings),
        known=sum(finding.known is not None for finding in findings),
        operations=states,
    )
    return replace(result, sentence=f"{report.sdk} {report.sdk_version}, compared with the document: {result.counts}")


def _states(report: Report) -> Iterator[tuple[str, OperationState]]:
    findings: dict[str, list[str]] = {}
    for finding in report.findings:
        if (
            finding.severity in _MATTERING
            and finding.blame in _CHANGING
            and not finding.id.partition(": ")[2].startswith(_SHARED)
        ):
            for path in finding.operations:
                findings.setdefault(path, []).append(finding.id)
    for coverage in report.operations:
        path = coverage.operation
        if path == PACKAGE:
            continue
        reach = _REACHED.get(coverage.reach.state) if coverage.reach is not None else None
        ids = tuple(sorted(findings.get(path, ())))
        yield path, OperationState(state=reach or ("differs" if ids else "works"), findings=ids)
