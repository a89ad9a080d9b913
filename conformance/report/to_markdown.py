"""Markdown for a comment on a pull request: every new finding is named, evidence is given while there is room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from conformance.finding import Finding
from conformance.report.markdown import ROOM, code, fenced, folded, table, words
from conformance.report.reach import blamed, state_groups, statuses
from conformance.report.report import Report
from conformance.report.views import Group, by_check, by_reason, exhibits, facts, families, gaps, tallies
from conformance.text import counted, last_line

MOST_REASONS = 25  # for which operations were not reached
MOST_NAMES = 12  # of operations with one reason
NO_ROOM = "*There was no room to show every finding in full; the HTML and JSON reports do.*"


def to_markdown(report: Report) -> str:
    """The report as Markdown. Every new finding is named; beyond `ROOM`, evidence and then messages are left out."""
    before = [*_head(report), *_reach(report), *_counts(report)]
    after = [*_stale(report), *_crashed(report), *_known(report), *_coverage(report), *_run(report)]
    room = ROOM - sum(len(block) + 2 for block in (*before, *after))
    blocks = [*before, *_new(report, room), *after]
    room = ROOM - sum(len(block) + 2 for block in blocks)
    return "\n\n".join([*blocks, *(block for block in _answers(report) if len(block) < room)]) + "\n"


def _head(report: Report) -> list[str]:
    sign = "✅" if report.conforms else "❌"
    notes = "\n".join(f"- {words(note)}" for note in report.notes)
    return [f"## {sign} {words(report.verdict)}", *([notes] if notes else [])]


def _reach(report: Report) -> list[str]:
    """What became of the operations on the server. Those that it does not have are counted."""
    if report.server is None:
        return []
    blocks = [] if report.conforms else [words(report.extent) + "."]  # otherwise the verdict says it
    for band in state_groups(report):
        if band.state in {"unreached", "unasked"}:
            rows = [(_some(names), words(reason)) for reason, names in band.reasons.items()]
            left = [(f"and {counted(len(rows) - MOST_REASONS, 'reason')} more", "")] if len(rows) > MOST_REASONS else []
            summary = f"{counted(len(band.operations), 'operation')} {band.words}, and why"
            blocks.append(folded(summary, table(("Operations", "Why"), [*rows[:MOST_REASONS], *left])))
    return blocks


def _some(names: Sequence[str]) -> str:
    told = ", ".join(map(code, names[:MOST_NAMES]))
    return told + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")


def _answers(report: Report) -> list[str]:
    """The answers of each operation that was asked."""
    rows = [
        (code(each.operation), statuses(each.reach), each.reach.requests)
        for each in report.operations
        if each.reach is not None and each.reach.state != "absent"
    ]
    return [folded("Answers by operation", table(("Operation", "Answers", "Requests"), rows))] if rows else []


def _counts(report: Report) -> list[str]:
    found = [tally for tally in tallies(report) if tally.new or tally.known or tally.stale]
    blame = {group.check.id: ", ".join(blamed(group.findings)) for group in by_check(report, report.findings)}
    rows = [
        (
            code(tally.check.id),
            tally.check.family,
            blame.get(tally.check.id, ""),
            tally.new,
            tally.known,
            tally.stale,
            tally.operations,
        )
        for tally in sorted(found, key=lambda tally: (-tally.new, tally.check.id))
    ]
    return [table(("Check", "Family", "Blame", "New", "Known", "Stale", "Operations judged"), rows)] if rows else []


def _new(report: Report, room: int) -> list[str]:
    groups = by_check(report, report.new)
    if not groups:
        return []
    heads = {group.check.id: _group_head(group) for group in groups}
    shown = _fitted(groups, room - sum(len(block) + 2 for head in heads.values() for block in head))
    blocks = [
        block for group in groups for block in (*heads[group.check.id], *(shown[finding] for finding in group.findings))
    ]
    left_out = any(shown[finding] != _full(finding) for finding in report.new)
    return ["### New findings", *blocks, *([NO_ROOM] if left_out else [])]


def _fitted(groups: Sequence[Group], room: int) -> dict[Finding, str]:
    """What is said of each finding: its id always; its message, then its evidence, while there is room."""
    # In turns, so that a check with hundreds of findings leaves room for one piece of evidence of every other check.
    in_turns = [finding for turn in zip_longest(*(group.findings for group in groups)) for finding in turn if finding]
    shown = {finding: _named(finding) for finding in in_turns}
    room -= sum(len(text) + 2 for text in shown.values())
    for fuller in (_said, _full):
        for finding in in_turns:
            growth = len(fuller(finding)) - len(shown[finding])
            if growth <= room:
                shown[finding] = fuller(finding)
                room -= growth
    return shown


def _group_head(group: Group) -> list[str]:
    return [f"#### {code(group.check.id)}: {counted(len(group.findings), 'finding')}", words(group.check.summary)]


def _named(finding: Finding) -> str:
    return f"**{code(finding.id)}**"


def _said(finding: Finding) -> str:
    return f"{_named(finding)} ({finding.severity.value}, {finding.blame.value}): {words(finding.message)}"


def _full(finding: Finding) -> str:
    blocks = [f"{exhibit.label}:\n\n{fenced(exhibit.text, exhibit.language)}" for exhibit in exhibits(finding)]
    if not blocks:
        return _said(finding)
    return "\n\n".join([_said(finding), "<details><summary>Evidence</summary>", *blocks, "</details>"])


def _stale(report: Report) -> list[str]:
    if not report.stale:
        return []
    lines = [
        f"- {code(stale.finding)}, accepted because: {words(stale.reason)} Take it off {code(stale.file)}."
        for stale in report.stale
    ]
    return ["### Known deviations that no longer happen", "\n".join(lines)]


def _crashed(report: Report) -> list[str]:
    if not report.crashed:
        return []
    lines = [f"- {code(coverage.operation)}: {words(last_line(coverage.crash or ''))}" for coverage in report.crashed]
    return ["### Operations that could not be judged", "\n".join(lines)]


def _known(report: Report) -> list[str]:
    if not report.known:
        return []
    rows = [
        (len(findings), words(reason), ", ".join(code(check) for check in sorted({each.check for each in findings})))
        for reason, findings in by_reason(report.known).items()
    ]
    return [
        "### Known deviations",
        folded(counted(len(report.known), "accepted finding"), table(("Findings", "Reason", "Checks"), rows)),
    ]


def _coverage(report: Report) -> list[str]:
    judged = [(tally.family, tally.judgements, tally.judged, tally.not_judged) for tally in families(report)]
    blocks = [
        "### Coverage",
        table(("Family of checks", "Judgements", "Operations judged", "Operations not judged"), judged),
    ]
    not_covered = [
        (words(gap.reason), ", ".join(f"{code(check)} {len(found)}" for check, found in gap.checks.items()))
        for gap in gaps(report)
    ]
    if not_covered:
        summary = "What was not covered, and why"
        blocks.append(folded(summary, table(("Reason", "Checks, each with its number of operations"), not_covered)))
    return blocks


def _run(report: Report) -> list[str]:
    return [folded("The run", table(("", ""), ((label, words(value)) for label, value in facts(report))))]
