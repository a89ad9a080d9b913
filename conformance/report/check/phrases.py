"""Labels and sentences about a run that several formats use."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from conformance.finding import PACKAGE, Finding, Reach, Severity
from conformance.occurrence import Occurrence
from conformance.report.check.groups import by_blame, not_replayed
from conformance.report.document import CodeBlock
from conformance.report.report import Report
from conformance.settings import DEFAULT_TARGET, CheckSettings, LiveSettings
from conformance.text import brief, counted, in_line

_CLIENT: Final = re.compile(r"# (sync|async)$", re.MULTILINE)  # behind each call of the evidence
MOST_PLACES: Final = 20  # that are marked in a message
DRIFT_CHECK: Final = "server_response_structure_changed"  # which only runs with --drift use
AFFECTED_NAMED: Final = 3  # operations in a sentence; the evidence has all of them


def where(finding: Finding) -> str:
    """`operation[.part]`: the finding's id without its check."""
    return finding.id.removeprefix(f"{finding.check}: ")


def clients(finding: Finding) -> tuple[str, ...]:
    """The clients that show it: any of "sync" and "async"; where that is not known, those of the evidence."""
    shown = {client for occurrence in finding.occurrences for client in occurrence.clients}
    if shown:
        return tuple(sorted(shown, reverse=True))  # the sync client first
    calls = "" if finding.evidence is None else finding.evidence.call
    return tuple(dict.fromkeys(_CLIENT.findall(calls)))


def severities(findings: Iterable[Finding]) -> str:
    """`958 major, 2 minor`, the most severe first; "" for none."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity])


def repeat(report: Report, finding: Finding) -> str:
    """The command that repeats the calls of a finding: those of its operation, with the same seed."""
    words = ["conformance", report.command]
    if report.server is not None:
        running = ["--url", "URL", "--mode", report.mode or "read-only"]
        words += ["--server", report.server.rpartition(" ")[2]] if report.started else running
        words += ["--drift"] if finding.check == DRIFT_CHECK else []
    if report.sdk_origin != "installed":
        words += ["--sdk", report.sdk_version if report.sdk_origin == "release" else report.sdk_origin.upper()]
    if finding.repeated_by != PACKAGE:
        words += ["--operation", finding.repeated_by]
    defaults = LiveSettings if report.command == "live" else CheckSettings
    words += ["--target", report.target] if report.target != DEFAULT_TARGET else []
    words += ["--seed", str(report.seed)] if report.seed else []
    words += ["--examples", str(report.examples)] if report.examples != defaults().examples else []
    return shlex.join([*words, "--no-known"])


def affected(finding: Finding) -> str:
    """`In 428 operations: actions.create, actions.list, …`, for a finding whose cause is not in one operation."""
    names = finding.operations
    if not finding.shared:
        return ""
    rest = f" and {len(names) - AFFECTED_NAMED} more" if len(names) > AFFECTED_NAMED else ""
    only = f", {clients(finding)[0]} client" if len(clients(finding)) == 1 else ""
    return f"In {counted(len(names), 'operation')}{only}: {', '.join(names[:AFFECTED_NAMED])}{rest}."


def message(finding: Finding, *, shortened: bool = False) -> str:
    """The finding's message, on one line if it is `shortened`, and the operations that it is about."""
    operations, text = affected(finding), brief(finding.message) if shortened else finding.message
    ended = text.rstrip()
    end = "" if not ended or ended.endswith((".", "!", "?", "…")) else "."
    return f"{ended}{end} {operations}" if operations else text


def places(finding: Finding) -> str:
    """The fields, headers and parameters that a finding is about, one in each line."""
    rows = () if finding.comparison is None else finding.comparison.rows
    shown = finding.occurrences[:1]  # the evidence is that of the first
    parts = [name for occurrence in shown for name in (occurrence.part, *occurrence.fields)]
    named = (finding.part, *(place for place, _, _ in rows), *parts)
    return "\n".join(list(dict.fromkeys(in_line(place) for place in named if place))[:MOST_PLACES])


def facts(report: Report) -> tuple[tuple[str, str], ...]:
    """The settings of the run, as labelled values: enough to repeat it."""
    requests = sum(coverage.reach.requests for coverage in report.operations if coverage.reach is not None)
    labelled = (
        ("SDK", f"{report.sdk} {report.sdk_version} ({report.sdk_origin})"),
        ("Server", f"{report.server} ({report.mode})" if report.server else ""),
        ("Requests for operations", str(requests) if report.server else ""),
        ("Arguments", argument_summary(report)),
        ("Time", time_shares(report)),
        ("Recordings", replay_summary(report)),
        ("Target", report.target),
        ("Command", f"conformance {report.command}"),
        ("Operations", ", ".join(report.selection) or "all"),
        ("Examples for each operation", str(report.examples)),
        ("Seed", str(report.seed)),
        ("Approved contract", report.approved or "none"),
        ("OpenAPI document", report.spec or "none"),
        ("Tool version", report.tool_version),
    )
    return tuple((label, value) for label, value in labelled if value)


def statuses(reach: Reach | None) -> str:
    """`200×6, 404`: the responses by status, with their number where there was more than one."""  # noqa: RUF002
    counts = sorted(reach.statuses.items()) if reach is not None else ()
    return ", ".join(status if count == 1 else f"{status}×{count}" for status, count in counts)  # noqa: RUF001


def time_shares(report: Report) -> str:
    """How long the run sent requests, and how much of that the server took; "" where no time was measured."""
    parts = time_parts(report)
    return ", ".join(f"{_seconds(seconds)}{share} {label}" for label, seconds, share in _with_shares(parts))


def time_parts(report: Report) -> tuple[tuple[str, float], ...]:
    """The seconds of the calls on a server, waiting for its responses, and inside it; none where none were measured."""
    times = report.times
    if not {"run", "wire", "server"} <= times.keys() or not times["run"]:
        return ()
    inside = (("inside the server", times["server"]),) if times["server"] else ()  # not every server reports it
    return (("of calls", times["run"]), ("waiting for responses", times["wire"]), *inside)


def _with_shares(parts: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float, str]]:
    """The parts, each but the first with its share of that one."""
    for number, (label, seconds) in enumerate(parts):
        yield label, seconds, f" ({seconds / parts[0][1]:.0%})" if number else ""


def replay_summary(report: Report) -> str:
    """`120 recorded calls of 30 operations replayed, 4 left out`; "" where nothing was recorded."""
    counts = [coverage.replayed for coverage in report.operations if coverage.replayed]
    left_out = sum(map(len, not_replayed(report).values()))
    if not counts and not left_out:
        return ""
    text = f"{counted(sum(counts), 'recorded call')} of {counted(len(counts), 'operation')} replayed"
    return text + (f", {left_out} left out" if left_out else "")


def remedies(report: Report) -> str:
    """The advice about stale known findings, each sentence once."""
    return " ".join(dict.fromkeys(stale.remedy for stale in report.stale))


def argument_summary(report: Report) -> str:
    """`862 accepted, 15 refused, 4 not sent`, of the operations that were reached; "" offline."""
    covered = [coverage.arguments for coverage in report.operations if coverage.arguments is not None]
    parts = [
        f"{sum(len(arguments.accepted) for arguments in covered)} accepted",
        f"{sum(len(arguments.refused) for arguments in covered)} refused",
        f"{sum(len(arguments.not_sent) for arguments in covered)} not sent",
    ]
    return ", ".join(parts) if covered else ""


def blame(findings: Collection[Finding]) -> str:
    """`server 70, sdk 5`: who has to change, and for how many findings; `server` if only the server has to change."""
    counts = by_blame(findings)
    return next(iter(counts)) if len(counts) == 1 else ", ".join(f"{name} {count}" for name, count in counts.items())


def code_blocks(finding: Finding) -> tuple[CodeBlock, ...]:
    """The finding's evidence and reproduction in reading order, without empty parts and final line ends."""
    blocks: list[CodeBlock] = []
    if finding.source is not None:
        blocks.append(CodeBlock(label="Source", text=f"{finding.source} in {finding.source.function}"))
    if finding.shared:
        blocks.append(CodeBlock(label="Operations", text="\n".join(map(occurrence_text, finding.occurrences))))
    if finding.comparison is not None:
        blocks.append(CodeBlock(label="Differences", text=finding.comparison.text))
    return (*(block for block in blocks if block.text), *exchange_blocks(finding))


def exchange_blocks(finding: Finding) -> tuple[CodeBlock, ...]:
    """The call, its messages and outcome, and the reproduction."""
    blocks: list[CodeBlock] = []
    if finding.evidence is not None:
        blocks += [
            CodeBlock(label="Call", language="python", text=finding.evidence.call),
            CodeBlock(label="Request", language="http", text=finding.evidence.request),
            CodeBlock(label="Response", language="http", text=finding.evidence.response),
            CodeBlock(label="Outcome", text=finding.evidence.outcome),
        ]
    if finding.reproduce is not None:
        blocks += [
            CodeBlock(label="Reproduce in Python", language="python", text=finding.reproduce.python),
            CodeBlock(label="Reproduce with curl", language="sh", text=finding.reproduce.curl),
        ]
    trimmed = (replace(block, text=block.text.rstrip("\r\n")) for block in blocks)
    return tuple(block for block in trimmed if block.text)


def occurrence_text(occurrence: Occurrence) -> str:
    """The operation, and what it shows: clients, parts, fields, statuses, its line in the SDK."""
    details = (
        ", ".join(occurrence.clients),
        occurrence.part,
        ", ".join(field for field in occurrence.fields if field),
        ", ".join(map(str, occurrence.statuses)),
        "" if occurrence.source is None else str(occurrence.source),
    )
    return "  ".join(filter(None, (occurrence.operation, *details)))


def _seconds(number: float) -> str:
    return f"{number:.0f} s" if number >= 10 else f"{number:.1f} s"
