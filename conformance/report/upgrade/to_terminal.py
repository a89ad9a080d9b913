"""The summary on stdout: the worst changes first; the user's own lines and the verdict last, where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from conformance.change import Impact
from conformance.report.upgrade import sentences, views
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import counted, in_line, wrapped


def to_terminal(report: UpgradeReport, *, width: int = 100, limit: int = 12, told: bool = False) -> str:
    """The report as plain text: at most `limit` of the user's lines, `limit` breaking entries and half as many risky.

    `told` leaves out how to get a report: there is one already.
    """
    sections = [
        list(_breaking(report, width, limit)),
        list(_risky(report, width, max(limit // 2, 1))),
        list(_added(report, width)),
        [line for note in (*report.notes, *sentences.limits(report)) for line in wrapped(f"Note: {note}", width)],
        []
        if told or not report.changes
        else ["Programs that show each change, snippets, files: add --report report.html"],
        list(_usage(report, width, limit)),
        [*wrapped(sentences.bump(report), width), *_touched(report), in_line(f"{report.sdk}: {report.verdict}")],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _usage(report: UpgradeReport, width: int, limit: int) -> Iterator[str]:
    usage = report.usage
    if usage is None:
        return
    touches = views.touches(report)
    if touches:
        yield "Your lines:"
    for touch in touches[:limit]:
        impact = touch.changes[0].impact.value
        yield f"  {in_line(touch.hit.file)}:{touch.hit.line} ({impact})  {in_line(touch.hit.text)}"
        for text in touch.advice[:2] or [change.message for change in touch.changes[:1]]:
            yield from wrapped(text, width, "      ")
    yield from _rest(len(touches), limit)
    if usage.problems:
        yield f"{in_line(usage.checker)}: {counted(len(usage.problems), 'error')} only with {in_line(report.new)}:"
    for hit in usage.problems[:limit]:
        yield from wrapped(f"{in_line(hit.file)}:{hit.line} {hit.advice or hit.uses}", width, "  ")
    yield from _rest(len(usage.problems), limit)
    for text in usage.unreadable[:limit]:
        yield from wrapped(f"not read: {text}", width, "  ")


def _breaking(report: UpgradeReport, width: int, limit: int) -> Iterator[str]:
    changes = report.of(Impact.BREAKING)
    if changes:
        runtime, types = views.levels(report)
        yield f"Breaking: {len(changes)} ({runtime} at run time, {types} only for a type checker)"
    yield from _rules(views.by_rule(report, changes), width, limit)


def _risky(report: UpgradeReport, width: int, limit: int) -> Iterator[str]:
    changes = report.of(Impact.RISKY)
    if changes:
        yield f"Risky: {len(changes)}"
    yield from _rules(views.by_rule(report, changes), width, limit)


def _rules(groups: Sequence[views.RuleGroup], width: int, limit: int) -> Iterator[str]:
    """Some entries of each rule, so that a rule with hundreds leaves room for the others."""
    turns = zip_longest(*(group.entries for group in groups))
    shown = set([entry for turn in turns for entry in turn if entry][:limit])
    unnamed = []
    for group in groups:
        entries = [entry for entry in group.entries if entry in shown]
        for entry in entries:
            yield from _entry(entry, width)
        rest = group.count - sum(len(entry.changes) for entry in entries)
        if rest:
            unnamed.append(f"{in_line(group.rule.id)} {rest}")
    if unnamed:
        yield from wrapped(f"and {', '.join(unnamed)}", width, "  ")


def _entry(entry: views.Entry, width: int) -> Iterator[str]:
    change, more = entry.first, len(entry.changes) - 1
    named = in_line(views.where(change)) + (f" and {more} more" if more else "")
    sure = ", ".join(filter(None, (change.rule, *sentences.notes(entry))))
    yield f"  {named} ({in_line(sure)})"
    yield from wrapped(change.message, width, "      ")
    if entry.migrations:
        yield from wrapped(f"-> {entry.migrations[0]}", width, "      ")
    elif change.before or change.after:
        sides = f"      {in_line(change.before) or '(not there)'} -> {in_line(change.after) or '(not there)'}"
        yield sides if len(sides) <= width else f"{sides[: width - 3]}..."


def _added(report: UpgradeReport, width: int) -> Iterator[str]:
    if report.added:
        homes = sorted(views.homes(report), key=lambda home: (-home.count, home.name))
        shown = ", ".join(f"{home.name} {home.count}" for home in homes[:10])
        rest = f", and {len(homes) - 10} more places" if len(homes) > 10 else ""
        yield from wrapped(f"Added: {len(report.added)} ({shown}{rest})", width)
    other, words = len(views.other(report)), len(report.of(Impact.DOCUMENTATION))
    if other or words or report.rows:
        yield f"Also: {other} other compatible, {words} documentation only, {sentences.changed_files(report)}"


def _touched(report: UpgradeReport) -> Iterator[str]:
    words = sentences.touched(report)
    if words:
        yield f"{words}."


def _rest(number: int, shown: int) -> Iterator[str]:
    if number > shown:
        yield f"  and {number - shown} more"
