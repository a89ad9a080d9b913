"""Findings and coverage in groups that several formats show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from conformance.extent import Extent
from conformance.finding import PACKAGE, Blame, Coverage, Finding, Severity
from conformance.report.report import REACH, CheckInfo, Report

K = TypeVar("K")
V = TypeVar("V")
NOT_WHOLE: Final = (
    "the run selects operations: the SDK as a whole, with the client that they share, is judged by a run without "
    "--operation"
)
_OF_PACKAGE: Final = frozenset({"runtime", "helper", "model"})  # families whose checks judge the SDK as a whole


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one check."""

    check: CheckInfo
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCounts:
    """The result of one check in a run. `operations` counts those on which it ran at least once."""

    check: CheckInfo
    judgements: int
    operations: int
    new: int
    known: int
    stale: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCounts:
    """One family of checks in a run: how often it ran, on how many operations, and on how many it did not."""

    family: str
    judgements: int
    judged: int
    not_judged: int


@dataclass(frozen=True, slots=True)
class NotCovered:
    """The gaps in coverage for one reason: the operations by check."""

    reason: str
    checks: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGroup:
    """The operations of one state on a server. `reasons` lists them by reason, the longest list first."""

    state: str
    label: str
    operations: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]

    @property
    def is_gap(self) -> bool:
        """The server has, or may have, the operation, and no request to it succeeded."""
        return self.state in {"unreached", "untried"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentGroup:
    """Arguments, as `operation.argument`, with something in common. `reasons` lists them by what the server said."""

    id: str
    title: str
    intro: str
    reasons: Mapping[str, tuple[str, ...]]
    is_gap: bool = False  # nothing is known about how the server handles them

    @property
    def count(self) -> int:
        """How many arguments there are."""
        return sum(map(len, self.reasons.values()))


def by_check(report: Report, findings: Iterable[Finding]) -> tuple[CheckGroup, ...]:
    """The findings by check, in the order in which the checks first appear: the most severe first."""
    checks = {check.id: check for check in report.checks}
    groups = _grouped((finding.check, finding) for finding in findings)
    return tuple(CheckGroup(checks[check], group) for check, group in groups.items())


def worst(report: Report) -> tuple[Finding, ...]:
    """The new findings: the first of each check before the second of any, the most severe checks first.

    Of two checks that are equally severe, the one with more findings comes first.
    """
    order = list(Severity)
    ranked = [
        (rank, order.index(finding.severity), -len(group.findings), group.check.id, finding)
        for group in by_check(report, report.new)
        for rank, finding in enumerate(group.findings)
    ]
    return tuple(finding for *_, finding in sorted(ranked, key=lambda entry: entry[:4]))


def by_reason(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """Known findings by reason; the reason with the most severe finding first, then that with the most findings."""
    groups = _longest_first((finding.known or "", finding) for finding in findings)
    return dict(sorted(groups.items(), key=lambda group: most_severe(group[1])))


def most_severe(findings: Iterable[Finding]) -> int:
    """The place of the most severe finding's severity in the order of severities."""
    order = list(Severity)
    return min((order.index(finding.severity) for finding in findings), default=len(order))


def by_blame(findings: Collection[Finding]) -> Mapping[str, int]:
    """How many findings there are by who has to change."""
    counts = Counter(finding.blame for finding in findings)
    order = (Blame.SERVER, Blame.SDK, Blame.SPEC, Blame.HARNESS)
    return Counter({blame.value: counts[blame] for blame in order if counts[blame]})


def check_counts(report: Report) -> tuple[CheckCounts, ...]:
    """The counts of every check, in the report's order."""
    new = Counter(finding.check for finding in report.new)
    known = Counter(finding.check for finding in report.known)
    stale = Counter(entry.finding.partition(": ")[0] for entry in report.stale)
    ran = {check.id: [coverage.checks.get(check.id, 0) for coverage in report.operations] for check in report.checks}
    return tuple(
        CheckCounts(
            check=check,
            judgements=sum(ran[check.id]),
            operations=sum(count > 0 for count in ran[check.id]),
            new=new[check.id],
            known=known[check.id],
            stale=stale[check.id],
        )
        for check in report.checks
    )


def family_counts(report: Report) -> tuple[FamilyCounts, ...]:
    """The counts of every family of checks, by name."""
    coverage = report.family_coverage().values()
    names = sorted({check.family for check in report.checks})
    return tuple(_family_counts(name, [counts[name] for counts in coverage]) for name in names)


def state_groups(report: Report) -> tuple[StateGroup, ...]:
    """The operations by their state on the server, in the order of `REACH`; empty states are left out."""
    states = _grouped(
        (coverage.reach.state, (coverage.reach.reason, coverage.operation))
        for coverage in report.operations
        if coverage.reach is not None
    )
    return tuple(
        StateGroup(
            state=state,
            label=label,
            operations=tuple(operation for _, operation in states[state]),
            reasons=_longest_first(states[state]) if state != "reached" else {},
        )
        for state, label in REACH.items()
        if state in states
    )


def argument_groups(report: Report) -> tuple[ArgumentGroup, ...]:
    """The arguments of a run on a server that have a peculiarity: those not accepted first. No group is empty."""
    covered = [(o.operation, o.arguments) for o in report.operations if o.arguments is not None]
    not_accepted = [
        *((reason, f"{path}.{name}") for path, arguments in covered for name, reason in arguments.refused.items()),
        *(
            (f"not sent: {reason}", f"{path}.{name}")
            for path, arguments in covered
            for name, reason in arguments.not_sent.items()
        ),
    ]
    needed = [
        (reason, f"{path}.{name}") for path, arguments in covered for name, reason in arguments.refused_without.items()
    ]
    with_others = [
        (f"with {', '.join(f'`{other}`' for other in others)}", f"{path}.{name}")
        for path, arguments in covered
        for name, others in arguments.accepted_with.items()
    ]
    groups = (
        ArgumentGroup(
            id="not-accepted",
            title="Arguments that the server did not accept",
            intro="No call with one of these got a successful response: not alone, not with others, not with another "
            "kind of value.",
            reasons=_longest_first(not_accepted),
            is_gap=True,
        ),
        ArgumentGroup(
            id="refused-without",
            title="Optional arguments without which the server refused a call",
            intro="The SDK declares them as optional, and the same call with them succeeded.",
            reasons=_longest_first(needed),
        ),
        ArgumentGroup(
            id="accepted-with",
            title="Arguments that the server accepted only with others",
            intro="Alone they were refused.",
            reasons=_longest_first(with_others),
        ),
    )
    return tuple(group for group in groups if group.reasons)


def not_covered(report: Report) -> tuple[NotCovered, ...]:
    """The gaps in coverage, by reason; the reason with the most operations and checks first.

    Operations that the server does not have, or that were not tried, are left out: their state has its own reason.
    """
    reasons = _longest_first(
        (reason, (check, coverage.operation))
        for coverage in report.operations
        if was_called(coverage)
        for check, reason in sorted(coverage.not_covered.items())
    )
    gaps = (NotCovered(reason, dict(sorted(_grouped(pairs).items()))) for reason, pairs in reasons.items())
    whole = dict.fromkeys(_whole_checks(report), (PACKAGE,))
    return (*((NotCovered(NOT_WHOLE, whole),) if whole else ()), *gaps)


def _whole_checks(report: Report) -> list[str]:
    """The checks of the SDK as a whole that were left out because a run of `check` selected operations."""
    if report.command != "check" or not report.selection:
        return []
    ran = {check for coverage in report.operations for check in (*coverage.checks, *coverage.not_covered)}
    return sorted(check.id for check in report.checks if check.family in _OF_PACKAGE and check.id not in ran)


def was_called(coverage: Coverage) -> bool:
    """Offline every operation was; on a server those that it has and that may be called."""
    return coverage.reach is None or coverage.reach.state in {"reached", "unreached"}


def untested(extent: Extent) -> Mapping[str, tuple[str, ...]]:
    """The names that were not tested, by reason; the longest list first."""
    return _longest_first((reason, name) for name, reason in sorted(extent.missing.items()))


def not_replayed(report: Report) -> Mapping[str, tuple[str, ...]]:
    """The recorded calls that were not replayed, by reason; the longest list first."""
    return _longest_first(
        (reason, f"{coverage.operation}: {name}")
        for coverage in report.operations
        for name, reason in sorted(coverage.not_replayed.items())
    )


def _family_counts(name: str, counts: Collection[int]) -> FamilyCounts:
    judged = sum(count > 0 for count in counts)
    return FamilyCounts(family=name, judgements=sum(counts), judged=judged, not_judged=len(counts) - judged)


def _longest_first(pairs: Iterable[tuple[str, V]]) -> dict[str, tuple[V, ...]]:
    return dict(sorted(_grouped(pairs).items(), key=lambda item: (-len(item[1]), item[0])))


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
