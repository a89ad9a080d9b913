"""Shared by the checks of helpers: one fact for each scenario, however many of its cases show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conformance.checks.check import Fact
from conformance.finding import PACKAGE
from conformance.scenarios.approved import Lines
from conformance.scenarios.run import HelperRun
from conformance.text import brief, counted

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


def changed_line(approved: Lines, actual: Lines) -> str:
    """The first line that differs, from shortly before the difference: `approved ..., now ...`."""
    longest = max(len(approved), len(actual))
    sides = ([*lines, *[""] * (longest - len(lines))] for lines in (approved, actual))
    old, new = next((old, new) for old, new in zip(*sides, strict=True) if old != new)
    same = next((at for at, (left, right) in enumerate(zip(old, new, strict=False)) if left != right), 0)
    start = max(same - CONTEXT, 0)
    texts = (("…" if start else "") + brief(line[start:], WIDTH) if line else "nothing" for line in (old, new))
    return "approved `{}`, now `{}`".format(*texts)
