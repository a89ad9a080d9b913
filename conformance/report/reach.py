"""What became of the operations on a server, and of the requests to it: words that several formats show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from conformance.finding import Blame, Finding, Reach
from conformance.report.report import REACH, Report
from conformance.text import counted


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The operations of one state. `reasons` gives, for each reason, the operations; the one with the most first."""

    state: str
    words: str
    operations: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]


def state_groups(report: Report) -> tuple[StateGroup, ...]:
    """The operations by what became of them, in the order of `REACH`; states that none is in are left out."""
    return tuple(band for state in REACH if (band := _band(report, state)).operations)


def _band(report: Report, state: str) -> StateGroup:
    asked = [(each.operation, each.reach) for each in report.operations if each.reach is not None]
    found = [(operation, reach.reason) for operation, reach in asked if reach.state == state]
    reasons: dict[str, list[str]] = {}
    for operation, reason in found:
        reasons.setdefault(reason, []).append(operation)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    return StateGroup(
        state, REACH[state], tuple(operation for operation, _ in found),
        {reason: tuple(operations) for reason, operations in ordered if state != "reached"},
    )  # fmt: skip


def statuses(reach: Reach | None) -> str:
    """The answers by status, each followed by how many there were where there was more than one."""
    told = sorted(reach.statuses.items()) if reach is not None else ()
    return ", ".join(status if count == 1 else f"{status}×{count}" for status, count in told)  # noqa: RUF001


def pace(report: Report) -> str:
    """How long was asked, and how much of that was the server's own; empty where no time was taken."""
    times = report.times
    if not {"run", "wire", "server"} <= times.keys() or not times["run"]:
        return ""
    spent = [f"{_seconds(times['run'])} of asking", f"{_share(times['wire'], times['run'])} on the wire"]
    if times["server"]:  # it does not tell it everywhere
        spent.append(f"{_share(times['server'], times['run'])} the server's own")
    return ", ".join(spent)


def requests(report: Report) -> int:
    """How many requests were sent for the operations."""
    return sum(each.reach.requests for each in report.operations if each.reach is not None)


def blamed(findings: tuple[Finding, ...]) -> Mapping[str, int]:
    """How many findings there are by who has to change, for those that are there."""
    counts = Counter(finding.blame for finding in findings)
    order = (Blame.SERVER, Blame.SDK, Blame.SPEC, Blame.HARNESS)
    return Counter({blame.value: counts[blame] for blame in order if counts[blame]})


def blame_words(findings: tuple[Finding, ...]) -> str:
    """`server 70, sdk 5`: who has to change, and for how many findings; `server` where nobody else has to."""
    counts = blamed(findings)
    return next(iter(counts)) if len(counts) == 1 else ", ".join(f"{blame} {count}" for blame, count in counts.items())


def replays(report: Report) -> Mapping[str, tuple[str, ...]]:
    """The recorded calls that were not made again, by the reason; the one with the most first."""
    reasons: dict[str, list[str]] = {}
    for each in report.operations:
        for name, reason in sorted(each.not_replayed.items()):
            reasons.setdefault(reason, []).append(f"{each.operation}: {name}")
    return {why: tuple(names) for why, names in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))}


def replayed(report: Report) -> str:
    """`120 recorded calls of 30 operations made again, 4 left out`; empty where nothing was recorded."""
    again = [each.replayed for each in report.operations if each.replayed]
    left = sum(map(len, replays(report).values()))
    if not again and not left:
        return ""
    made = f"{counted(sum(again), 'recorded call')} of {counted(len(again), 'operation')} made again"
    return made + (f", {left} left out" if left else "")


def _share(part: float, whole: float) -> str:
    return f"{_seconds(part)} ({part / whole:.0%})"


def _seconds(number: float) -> str:
    return f"{number:.0f} s" if number >= 10 else f"{number:.1f} s"
