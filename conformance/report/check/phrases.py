"""Labels and sentences about a run that several formats use."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from conformance.finding import Finding, Reach
from conformance.report.check.groups import by_blame, not_replayed
from conformance.report.document import CodeBlock
from conformance.report.report import Report
from conformance.text import counted


def where(finding: Finding) -> str:
    """`operation[.part]`: the finding's id without its check."""
    return finding.id.removeprefix(f"{finding.check}: ")


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
    times = report.times
    if not {"run", "wire", "server"} <= times.keys() or not times["run"]:
        return ""
    parts = [f"{_seconds(times['run'])} of calls", f"{_share(times['wire'], times['run'])} waiting for responses"]
    if times["server"]:  # not every server reports it
        parts.append(f"{_share(times['server'], times['run'])} inside the server")
    return ", ".join(parts)


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


def _share(part: float, whole: float) -> str:
    return f"{_seconds(part)} ({part / whole:.0%})"


def _seconds(number: float) -> str:
    return f"{number:.0f} s" if number >= 10 else f"{number:.1f} s"
