"""Groupings and counts of a report that several formats show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from conformance.finding import Finding
from conformance.report.reach import pace, replayed, requests
from conformance.report.report import CheckInfo, Report

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one check."""

    check: CheckInfo
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What one check did in a run. `operations` counts those with at least one judgement."""

    check: CheckInfo
    judgements: int
    operations: int
    new: int
    known: int
    stale: int


@dataclass(frozen=True, slots=True)
class FamilyTally:
    """What one family of checks did in a run."""

    family: str
    judgements: int
    judged: int
    not_judged: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not covered for one reason: for each check, the operations."""

    reason: str
    checks: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One labelled piece of a finding's evidence or reproduction, and the language it is written in."""

    label: str
    language: str
    text: str


def where(finding: Finding) -> str:
    """`operation[.part]`: the finding's id without its check."""
    return finding.id.removeprefix(f"{finding.check}: ")


def by_check(report: Report, findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by check, in the order in which the checks first appear: the most severe first."""
    infos = {check.id: check for check in report.checks}
    groups = _grouped((finding.check, finding) for finding in findings)
    return tuple(Group(infos[check], found) for check, found in groups.items())


def by_reason(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """Known findings by the reason for which they are accepted; the reason with the most findings first."""
    groups = _grouped((finding.known or "", finding) for finding in findings)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def tallies(report: Report) -> tuple[Tally, ...]:
    """One tally for every check, in the report's order."""
    new = Counter(finding.check for finding in report.new)
    known = Counter(finding.check for finding in report.known)
    stale = Counter(entry.finding.partition(": ")[0] for entry in report.stale)
    return tuple(
        Tally(check, *_judged(report, check.id), new[check.id], known[check.id], stale[check.id])
        for check in report.checks
    )


def families(report: Report) -> tuple[FamilyTally, ...]:
    """One tally for every family of checks, by name."""
    table = report.family_coverage().values()
    return tuple(
        _family(name, [counts[name] for counts in table]) for name in sorted({check.family for check in report.checks})
    )


def gaps(report: Report) -> tuple[Gap, ...]:
    """What was not covered, by reason; the reason with the most operations and checks first.

    Operations that were not sent to a server, or are not on it, have one reason, which is told with what was reached.
    """
    reasons = _grouped(
        (reason, (check, coverage.operation))
        for coverage in report.operations
        if coverage.reach is None or coverage.reach.state in {"reached", "unreached"}  # of others one reason is enough
        for check, reason in sorted(coverage.not_covered.items())
    )
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Gap(reason, dict(sorted(_grouped(pairs).items()))) for reason, pairs in ordered)


def facts(report: Report) -> tuple[tuple[str, str], ...]:
    """What was run, as labelled values: enough to run it again."""
    server = f"{report.server} ({report.mode})" if report.server else ""
    told = (
        ("SDK", f"{report.sdk} {report.sdk_version} ({report.sdk_origin})"),
        ("Server", server),
        ("Requests for operations", str(requests(report)) if server else ""),
        ("Time", pace(report)),
        ("Recordings", replayed(report)),
        ("Target", report.target),
        ("Command", f"conformance {report.command}"),
        ("Operations", ", ".join(report.selection) or "all"),
        ("Examples for each operation", str(report.examples)),
        ("Seed", str(report.seed)),
        ("Approved contract", report.approved or "none"),
        ("OpenAPI document", report.spec or "none"),
        ("Tool version", report.tool_version),
    )
    return tuple((label, value) for label, value in told if value)


def exhibits(finding: Finding) -> tuple[Exhibit, ...]:
    """The finding's evidence and reproduction, in reading order, without what is empty and without last line ends."""
    evidence, reproduce = finding.evidence, finding.reproduce
    shown: list[Exhibit] = []
    if evidence is not None:
        shown += [
            Exhibit("Call", "python", evidence.call),
            Exhibit("Request", "http", evidence.request),
            Exhibit("Response", "http", evidence.response),
            Exhibit("Outcome", "", evidence.outcome),
        ]
    if reproduce is not None:
        shown += [
            Exhibit("Reproduce in Python", "python", reproduce.python),
            Exhibit("Reproduce with curl", "sh", reproduce.curl),
        ]
    trimmed = (replace(exhibit, text=exhibit.text.rstrip("\r\n")) for exhibit in shown)
    return tuple(exhibit for exhibit in trimmed if exhibit.text)


def _judged(report: Report, check: str) -> tuple[int, int]:
    counts = [coverage.checks.get(check, 0) for coverage in report.operations]
    return sum(counts), sum(count > 0 for count in counts)


def _family(name: str, counts: Collection[int]) -> FamilyTally:
    judged = sum(count > 0 for count in counts)
    return FamilyTally(name, sum(counts), judged, len(counts) - judged)


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
