"""The summary on stdout: what to look at first, the verdict last, where a terminal's cursor is."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.finding import Finding
from conformance.report.reach import blame_words, pace, state_groups
from conformance.report.report import Report
from conformance.report.views import Group, by_check, where
from conformance.text import counted, in_line, last_line, wrapped

AT_FIRST = 3  # findings of one check that are shown; the rest usually say the same


def to_terminal(report: Report, *, width: int = 100, limit: int = 20, told: bool = False) -> str:
    """The report as plain text. Some `limit` findings are shown, at least one of every check that has new ones.

    `told` leaves out how to get a report: there is one already.
    """
    sections = [
        list(_new(report, width, limit, told=told)),
        list(_stale(report, width, limit)),
        list(_crashed(report, width, limit)),
        list(_missed(report, width, limit)),
        [line for note in report.notes for line in wrapped(f"Note: {note}", width)],
        list(_overview(report, width)),
        [in_line(report.verdict)],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _new(report: Report, width: int, limit: int, *, told: bool) -> Iterator[str]:
    groups = by_check(report, report.new)
    for number, group in enumerate(groups):
        shown = group.findings[: max(1, min(AT_FIRST, limit))]  # a check that is named shows what it found
        limit -= len(shown)
        if number:
            yield ""
        yield from _group(group, shown, width)
    if groups and not told:
        yield ""
        yield "Evidence and programs that show each finding: add --report report.html"


def _group(group: Group, shown: tuple[Finding, ...], width: int) -> Iterator[str]:
    yield f"{in_line(group.check.id)}: {counted(len(group.findings), 'new finding')}"
    yield f"  see: conformance explain {in_line(group.check.id)}"
    for finding in shown:
        yield f"  {in_line(where(finding))} ({finding.severity.value}, {finding.blame.value})"
        yield from wrapped(finding.message, width, "      ")
    yield from _rest(len(group.findings), len(shown))


def _stale(report: Report, width: int, limit: int) -> Iterator[str]:
    if report.stale:
        yield "Known deviations that no longer happen; take them off the list:"
    for stale in report.stale[:limit]:
        yield f"  {in_line(stale.finding)} ({in_line(stale.file)})"
        yield from wrapped(f"accepted because: {stale.reason}", width, "      ")
    yield from _rest(len(report.stale), limit)


def _crashed(report: Report, width: int, limit: int) -> Iterator[str]:
    if report.crashed:
        yield "Could not be judged:"
    for coverage in report.crashed[:limit]:
        yield f"  {in_line(coverage.operation)}"
        yield from wrapped(last_line(coverage.crash or ""), width, "      ")
    yield from _rest(len(report.crashed), limit)


def _missed(report: Report, width: int, limit: int) -> Iterator[str]:
    """What the server has, or may have, and was not seen to succeed."""
    for band in state_groups(report):
        if band.state in {"unreached", "unasked"}:
            yield f"{band.words.capitalize()}: {counted(len(band.operations), 'operation')}"
            for reason, operations in [*band.reasons.items()][:limit]:
                named = ", ".join(map(in_line, operations[:AT_FIRST]))
                more = f" and {len(operations) - AT_FIRST} more" if len(operations) > AT_FIRST else ""
                yield from wrapped(f"{named}{more}", width, "  ")
                yield from wrapped(reason, width, "      ")
            yield from _rest(len(band.reasons), limit)


def _overview(report: Report, width: int) -> Iterator[str]:
    """What became of the operations on a server, and who has to change."""
    if report.server is None:
        return
    if not report.conforms:  # otherwise the verdict says it
        yield from wrapped(report.extent, width)
    if report.new:
        yield from wrapped(f"Who has to change for the new findings: {blame_words(report.new)}", width)
    if pace(report):
        yield pace(report)


def _rest(number: int, shown: int) -> Iterator[str]:
    if number > shown:
        yield f"  and {number - shown} more"
