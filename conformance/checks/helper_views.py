"""Shared by the checks of helpers: one fact for each scenario, however many of its cases show it.

What changes in the same way in several scenarios is one fact: it comes from code that helpers share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from conformance.checks.check import Fact
from conformance.finding import PACKAGE
from conformance.scenarios.approved import Lines
from conformance.scenarios.run import HelperRun
from conformance.text import brief, counted

MANY: Final = 3  # scenarios that change in the same way before that is one fact
PART_WIDTH: Final = 60  # characters of one side of a change in an id
WIDTH = 160  # characters of one side of a difference
CONTEXT = 24  # characters before the difference


def facts_by_scenario(hits: Iterable[tuple[HelperRun, str]]) -> Iterator[Fact]:
    """One fact for each helper and scenario; the message is that of the shortest case."""
    groups: dict[tuple[str, str], list[tuple[HelperRun, str]]] = {}
    for run, text in hits:
        groups.setdefault((run.step.subject, run.step.group), []).append((run, text))
    for (subject, group), found in groups.items():
        run, text = min(found, key=lambda hit: (len(hit[0].step.code), hit[0].step.case))
        example = f" ({run.step.case})" if run.step.case else ""
        more = f" And in {counted(len(found) - 1, 'other case')}." if len(found) > 1 else ""
        cases = ", ".join(
            sorted({run.step.case for run, _ in found if run.step.case})
        )  # another case is another finding
        part = f"{subject}.{group}{f' ({cases})' if cases else ''}"
        yield Fact(message=f"{group}{example}: {text}.{more}", part=part, subject=PACKAGE)


def facts_by_change(runs: Sequence[HelperRun]) -> Iterator[Fact]:
    """One fact for each change that several scenarios show, otherwise for each scenario, of runs that were approved."""
    groups: dict[str, dict[tuple[str, str], list[HelperRun]]] = {}
    for run in runs:
        scenarios = groups.setdefault(_change(run.approved or (), run.lines), {})
        scenarios.setdefault((run.step.subject, run.step.group), []).append(run)
    single: list[HelperRun] = []
    for change, scenarios in groups.items():
        found = [run for group in scenarios.values() for run in group]
        if len(scenarios) < MANY:
            single += found
            continue
        run = min(found, key=lambda run: (len(run.step.code), run.step.case))
        others = ", ".join(sorted({group for _, group in scenarios} - {run.step.group}))
        text = changed_line(run.approved or (), run.lines)
        yield Fact(message=f"{run.step.group}: {text}. The same in {others}.", part=f"shared.{change}", subject=PACKAGE)
    yield from facts_by_scenario((run, changed_line(run.approved or (), run.lines)) for run in single)


def _change(approved: Lines, actual: Lines) -> str:
    """The words that differ in the first line that does, without numbers: `Token → Bearer`."""
    old, new = _first_change(approved, actual)
    start = _equal_start(old, new)
    while start and old[start - 1].isalnum():
        start -= 1
    left, right = old[start:], new[start:]
    same = _equal_start(left[::-1], right[::-1])
    while same and left[-same].isalnum():
        same -= 1
    sides = (side[: len(side) - same][:PART_WIDTH] for side in (left, right))
    return " → ".join(re.sub(r"\d+", "0", side).strip() or "nothing" for side in sides)


def _equal_start(left: str, right: str) -> int:
    """The number of characters that both begin with."""
    differing = (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other)
    return next(differing, min(len(left), len(right)))


def _first_change(approved: Lines, actual: Lines) -> tuple[str, str]:
    """The first line that differs, on both sides; "" where one ends."""
    longest = max(len(approved), len(actual))
    sides = ([*lines, *[""] * (longest - len(lines))] for lines in (approved, actual))
    return next((old, new) for old, new in zip(*sides, strict=True) if old != new)


def changed_line(approved: Lines, actual: Lines) -> str:
    """The first line that differs, from shortly before the difference: `approved ..., now ...`."""
    old, new = _first_change(approved, actual)
    start = max(_equal_start(old, new) - CONTEXT, 0)
    texts = (("…" if start else "") + brief(line[start:], WIDTH) if line else "nothing" for line in (old, new))
    return "approved `{}`, now `{}`".format(*texts)
