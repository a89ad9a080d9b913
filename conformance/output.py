"""The output of a run: its summary, report files and progress; of the command line and of `conformance.api`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

from conformance.errors import EnvironmentFailed
from conformance.progress import PlainConsole

if TYPE_CHECKING:
    from conformance.pipeline.console import Console
    from conformance.progress_bar import BarConsole
    from conformance.report.mutants.report import MutationReport
    from conformance.report.report import Report
    from conformance.report.upgrade_report import UpgradeReport
    from conformance.settings import CheckSettings, LiveSettings, MutantSettings, UpgradeSettings

INTERRUPTED: Final = 130
Tested = TypeVar("Tested", "CheckSettings", "LiveSettings")


def run_and_deliver(
    settings: Tested,
    run: Callable[[Tested, Console], Report],
    opening: AbstractContextManager[Console],
    *,
    summary: bool = True,
) -> Report:
    """Run a command that tests. Its report is kept as the last one of this folder, delivered and returned."""
    from conformance.pipeline.known import check_write_known, write_known
    from conformance.pipeline.last_result import keep
    from conformance.pipeline.own_checks import project_folder, use_project_checks

    use_project_checks(project_folder(settings))
    check_write_known(settings)
    with opening as console:
        report = run(settings, console)
    keep(report)
    written = write_known(settings, report)
    deliver(report, settings.report, console.print_line, github=settings.github, summary=summary)
    if written:
        console.print_line(written)
    return report


def compare_and_deliver(
    settings: UpgradeSettings, opening: AbstractContextManager[Console], *, summary: bool = True
) -> UpgradeReport:
    """Compare two releases. The report is kept as the last one of this folder, delivered and returned."""
    from conformance.pipeline.last_result import keep
    from conformance.pipeline.upgrade import upgrade
    from conformance.report.files import check_changelog, write_changelog

    if settings.changelog is not None:
        check_changelog(Path(settings.changelog))
    with opening as console:
        report = upgrade(settings, console)
    keep(report)
    if settings.changelog is not None:
        write_changelog(report, Path(settings.changelog))
    deliver(report, settings.report, console.print_line, github=settings.github, summary=summary)
    if settings.changelog is not None:
        console.print_line(f"changelog: {settings.changelog}")
    return report


def mutate_and_deliver(
    settings: MutantSettings, opening: AbstractContextManager[Console], *, summary: bool = True
) -> MutationReport:
    """Put faults into copies of an SDK. The report is delivered and returned."""
    from conformance.pipeline.mutants.run import mutants

    with opening as console:
        report = mutants(settings, console)
    deliver_shown(report, settings.report, advertise=True, summary=summary)
    return report


def print_text(text: str) -> None:
    """Write a result to standard output. Raises EnvironmentFailed where that is not possible."""
    if sys.stdout is None:  # it was closed before this program started
        raise EnvironmentFailed("standard output cannot be written to: it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe: discard the rest, and keep the exit status
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentFailed(f"standard output cannot be written to: {error}") from None


def deliver(
    report: Any, files: Iterable[str], announce: Callable[[str], None], *, github: bool = False, summary: bool = True
) -> None:
    """Print the summary of a report, and write its files. A report on standard output is the only text there.

    With `github`, annotations follow the summary, and the report is on the page of the job. Without `summary` only
    the annotations and a report for standard output are printed.
    """
    from conformance.report.files import is_standard_output, rendered, write

    paths = [Path(path) for path in files]
    printed = [path for path in paths if is_standard_output(path)][:1]
    if printed:
        text = _summary(report, sys.stderr, advertise=False) if summary else ""
        print(_with_annotations(report, text, github), end="", file=sys.stderr)
    else:
        text = _summary(report, sys.stdout, advertise=not paths) if summary else ""
        print_text(_with_annotations(report, text, github))
    write(report, paths)
    if github:
        _append_step_summary(report)
    for path in paths:
        if not is_standard_output(path):
            announce(f"report: {path}")
    for path in printed:
        print_text(rendered(report, path))


def _with_annotations(report: Any, summary: str, github: bool) -> str:
    if not github:
        return summary
    from conformance.report.annotations import annotation_lines, guarded

    return (guarded(summary) if summary else "") + "".join(f"{line}\n" for line in annotation_lines(report))


def _append_step_summary(report: Any) -> None:
    """Append the report to the file that GitHub shows on the page of the job. Raises EnvironmentFailed."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        print("conformance: --github: GITHUB_STEP_SUMMARY is not set, so there is no page to write on", file=sys.stderr)
        return
    from conformance.report.to_markdown import to_markdown

    try:
        with Path(file).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as summary:
            summary.write(to_markdown(report) + "\n")
    except OSError as error:
        raise EnvironmentFailed(f"GITHUB_STEP_SUMMARY {file}: cannot be written: {error.strerror}") from error


def print_lines(lines_for: Callable[[int | None], Iterable[Any]]) -> None:
    """Print lines as standard output can show them: in a terminal's width and with colours, else plain."""
    if sys.stdout is not None and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        from conformance.report.paint import paint_lines

        print_text(paint_lines(lines_for, sys.stdout))
    else:
        print_text("".join(f"{line.text}\n" for line in lines_for(None)))


def deliver_shown(shown: Any, files: Iterable[str], *, advertise: bool = False, summary: bool = True) -> None:
    """Print the summary of a history or of the result of `mutants` or `matrix`, and write its files."""
    from conformance.report.files import write_shown

    paths = [Path(path) for path in files]
    if summary:
        print_text(_summary(shown, sys.stdout, advertise=advertise and not paths))
    write_shown(shown, paths)
    for path in paths if summary else ():
        print(f"report: {path}", file=sys.stderr)


def _summary(report: Any, stream: TextIO, *, advertise: bool) -> str:
    """The summary as `stream` can show it: with colours on a terminal, else plain."""
    if stream.isatty() or os.environ.get("FORCE_COLOR"):
        from conformance.report.paint import painted

        return painted(report, stream, advertise=advertise)
    from conformance.report.to_terminal import to_terminal

    return to_terminal(report, advertise=advertise)


@contextmanager
def open_console() -> Iterator[PlainConsole | BarConsole]:
    """The console of a run: a bar on a terminal, plain lines elsewhere."""
    opened: PlainConsole | BarConsole
    if sys.stderr.isatty():
        from conformance.progress_bar import BarConsole

        opened = BarConsole()
    else:
        opened = PlainConsole()
    try:
        yield opened
    finally:
        opened.close()
