"""The one value that every format of a history is rendered from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from conformance.finding import PACKAGE, Finding
from conformance.report.report import REACH, Report
from conformance.text import counted

STATES: Final = {  # of a finding in a series of runs, the most urgent first
    "new": "new in the last run",
    "flaky": "came and went",
    "lasting": "in the last run, not new",
    "fixed": "no longer in the last run",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One result document. `name` is its path below the folder that was read."""

    name: str
    day: date
    report: Report

    @property
    def series(self) -> tuple[str, ...]:
        """Runs with the same series can be compared: the same command, SDK release, server and operations."""
        report = self.report
        sdk = f"{report.sdk} {report.sdk_version}"
        return report.command, sdk, report.server or "", ", ".join(report.selection)

    @property
    def covered(self) -> int:
        """The operations that were checked; on a server those that it carried out."""
        states = Counter(coverage.reach.state for coverage in self.report.operations if coverage.reach is not None)
        return states["reached"] if states else self.report.judged

    @property
    def tested(self) -> str:
        """The share of everything that was tested, `80.9 %`, "" where that is not known."""
        return f"{self.report.covered_percent:.1f} %" if self.report.extents else ""

    @property
    def states(self) -> dict[str, int]:
        """The operations by their state on a server; empty offline."""
        states = Counter(coverage.reach.state for coverage in self.report.operations if coverage.reach is not None)
        return {state: states[state] for state in REACH if states[state]}

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(self.report.times.get(step, 0.0) for step in ("start", "run"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One finding through the runs of a series. `occurred` has an entry for each run; None: it was not looked for."""

    finding: Finding  # as in the last run that has it
    occurred: tuple[bool | None, ...]

    @property
    def state(self) -> str:
        """A key of `STATES`."""
        certain = [value for value in self.occurred if value is not None]
        if sum(one != other for one, other in pairwise(certain)) > 1:
            return "flaky"
        if not certain[-1]:
            return "fixed"
        return "lasting" if all(certain[-2:]) else "new"

    @property
    def picture(self) -> str:
        """`●○·`: it occurred, it did not, it was not looked for."""
        return "".join({True: "●", False: "○", None: "·"}[value] for value in self.occurred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The runs of one command for one SDK release, and one server, by day."""

    runs: tuple[Run, ...]
    traces: tuple[Trace, ...]

    @property
    def name(self) -> str:
        """`check label-studio-sdk 2.0.7`."""
        command, sdk, server, selection = self.runs[0].series
        return f"{command} {sdk}" + (f" on {server}" if server else "") + (f" ({selection})" if selection else "")

    @property
    def last(self) -> Run:
        """The latest run."""
        return self.runs[-1]

    def of(self, state: str) -> tuple[Trace, ...]:
        """The findings of one state."""
        return tuple(trace for trace in self.traces if trace.state == state)

    @property
    def changes(self) -> str:
        """`2 new, 1 fixed, 3 flaky`."""
        return ", ".join(f"{len(self.of(state))} {state}" for state in ("new", "fixed", "flaky"))


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All series of a folder. `skipped` are the files that are no result documents of `check` or `live`."""

    tool_version: str
    folder: str
    series: tuple[Series, ...]
    skipped: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return sum(len(series.runs) for series in self.series)

    @property
    def verdict(self) -> str:
        """One sentence."""
        totals = {state: sum(len(series.of(state)) for series in self.series) for state in STATES}
        text = f"{counted(self.runs, 'run')} in {len(self.series)} series: {totals['new']} new, {totals['fixed']} fixed"
        return f"{text}, {totals['flaky']} flaky, {totals['lasting']} lasting"


def build_history(runs: Iterable[Run], *, tool_version: str, folder: str, skipped: Sequence[str] = ()) -> History:
    """The history of runs in any order."""
    groups: dict[tuple[str, ...], list[Run]] = {}
    for run in sorted(runs, key=lambda run: (run.series, run.day, run.name)):
        groups.setdefault(run.series, []).append(run)
    series = tuple(Series(runs=tuple(group), traces=_traces(group)) for group in groups.values())
    return History(tool_version=tool_version, folder=folder, series=series, skipped=tuple(skipped))


def _was_looked_for(finding: Finding, ran: Collection[tuple[str, str]]) -> bool:
    """Whether the check ran on every operation that shows the finding."""
    where = (finding.operation,) if finding.operation == PACKAGE else finding.operations
    return all((operation, finding.check) in ran for operation in where)


def _traces(runs: Sequence[Run]) -> tuple[Trace, ...]:
    """Every finding of the runs; the most urgent first. A run that was interrupted can miss any of them."""
    latest = {finding.id: finding for run in runs for finding in run.report.findings}
    found = [{finding.id for finding in run.report.findings} for run in runs]
    covered = [
        {
            (o.operation, check)
            for o in run.report.operations
            if o.crash is None
            for check in o.checks
            if o.checks[check]
        }
        for run in runs
    ]
    traces = [
        Trace(
            finding=finding,
            occurred=tuple(
                True if identity in ids else False if _was_looked_for(finding, ran) else None
                for ids, ran in zip(found, covered, strict=True)
            ),
        )
        for identity, finding in latest.items()
    ]
    return tuple(sorted(traces, key=_urgency))


def _urgency(trace: Trace) -> tuple[int, bool, str]:
    return list(STATES).index(trace.state), trace.finding.known is not None, trace.finding.id
