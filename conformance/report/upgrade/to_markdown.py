"""Markdown for a comment on a pull request: what touches the reader first, the rest while there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.change import Change, Impact
from conformance.report.markdown import ROOM, code, fenced, table, ticked, words
from conformance.report.upgrade import sentences, views
from conformance.report.upgrade.text_budget import Piece, Section, fit
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import counted, in_line

NO_ROOM: Final = "*There was no room for everything; the HTML and JSON reports have it.*"
LONGEST: Final = 300  # characters of a name in a head, which is not left out for want of room
END: Final = "</details>"


def to_markdown(report: UpgradeReport) -> str:
    """The report as Markdown of less than `ROOM` characters. What has no room is counted."""
    head = [*_head(report)]
    room = ROOM - sum(len(block) + 2 for block in head) - len(NO_ROOM) - 10
    blocks, cut = list(head), False
    for section, texts, left_out in fit([each for each in _sections(report) if each.pieces], room):
        rest = [f"*and {left_out} more*"] if left_out else []
        before, after = section.around
        body = section.between.join([section.lead, *texts] if section.lead and texts else texts)
        blocks += [block for block in (section.head, before, body, *rest, after) if block]
        cut = cut or bool(left_out)
    return "\n\n".join([*blocks, *([NO_ROOM] if cut else [])]) + "\n"


def _head(report: UpgradeReport) -> Iterator[str]:
    sign = "❌" if report.of(Impact.BREAKING) or report.interrupted else "✅"
    yield f"## {sign} {words(_cut(f'{report.sdk}: {report.verdict}'))}"
    touched = sentences.touched(report)
    yield words(sentences.bump(report)) + (f" **{words(touched)}.**" if touched else "")
    runtime, types = views.levels(report)
    severe, confirmed = views.confirmations(report)
    rows = [
        ("Breaking", len(report.of(Impact.BREAKING)), f"{runtime} at run time, {types} only for a type checker"),
        ("Risky", len(report.of(Impact.RISKY)), f"{confirmed} of {severe} breaking and risky ones confirmed"),
        ("Added", len(report.added), ""),
        ("Other compatible", len(views.other(report)), ""),
        ("Documentation only", len(report.of(Impact.DOCUMENTATION)), "no risk"),
        (
            "Changed files",
            sum(row.state != "same" for row in report.rows),
            f"{len(report.unexplained)} explained by no change",
        ),
    ]
    yield table(("Changes", "", ""), [row for row in rows if row[1]]) if any(row[1] for row in rows) else ""


def _sections(report: UpgradeReport) -> Iterator[Section]:
    yield Section("", tuple(Piece(((0, f"- {ticked(note)}"),)) for note in report.notes), between="\n")
    yield _usage(report)
    yield _problems(report)
    for impact, turn in ((Impact.BREAKING, 2), (Impact.RISKY, 3)):
        changes = report.of(impact)
        head = f"### {impact.value.capitalize()} changes: {len(changes)}"
        groups = views.by_rule(report, changes)
        found = (_entry(report, group.entries, rank, turn) for group in groups for rank in range(len(group.entries)))
        if len(groups) > 3:
            head += "\n\n" + ", ".join(f"{code(_cut(group.rule.id))} {group.count}" for group in groups)
        yield Section(head, tuple(found), share=0.5 if impact is Impact.BREAKING else 0.2)
    steps = views.steps(report)
    lines = tuple(Piece(((6, f"- [ ] {ticked(step.text)}"),)) for step in steps)
    yield Section("### What to do", lines, _around(counted(len(lines), "step")) if len(lines) > 20 else ("", ""), "\n")
    added = tuple(_addition(change) for home in views.homes(report) for change in _changes(home.groups))
    yield Section(f"### Added: {len(report.added)}", added, _around(_homes(report)), "\n")
    for title, changes in (
        ("Other compatible changes", views.other(report)),
        ("Documentation only", report.of(Impact.DOCUMENTATION)),
    ):
        pieces = tuple(Piece(((9, f"- {code(views.where(each))}: {_message(each)}"),)) for each in changes)
        yield Section("", pieces, _around(f"{title}: {len(changes)}"), "\n")
    yield _files(report)
    yield _compared(report)


def _usage(report: UpgradeReport) -> Section:
    pieces = []
    for touch in views.touches(report):
        place = f"- {code(f'{touch.hit.file}:{touch.hit.line}')} ({touch.changes[0].impact.value})"
        advice = "".join(f"<br>→ {ticked(text)}" for text in touch.advice)
        said = f"{place}: {code(touch.hit.text)}<br>{ticked(touch.changes[0].message)}{advice}"
        pieces.append(Piece(((0, place), (1, said))))
    return Section("### Your code", tuple(pieces), between="\n", share=0.4)


def _problems(report: UpgradeReport) -> Section:
    usage = report.usage
    if usage is None:
        return Section("", ())
    errors = (f"- {code(f'{hit.file}:{hit.line}')}: {ticked(hit.advice or hit.uses)}" for hit in usage.problems)
    unreadable = (f"- not read: {ticked(text)}" for text in usage.unreadable)
    head = f"#### {words(usage.checker)}: {counted(len(usage.problems), 'new error')}" if usage.problems else ""
    return Section(head, tuple(Piece(((1, text),)) for text in (*errors, *unreadable)), between="\n")


def _entry(report: UpgradeReport, entries: Sequence[views.Entry], rank: int, turn: int) -> Piece:
    entry = entries[rank]
    change, more = entry.first, len(entry.changes) - 1
    named = f"**{code(views.where(change))}**" + (f" and {more} more" if more else "")
    notes = ", ".join(filter(None, (change.rule, *sentences.notes(entry))))
    sides = f"<br>{_side(change.before)} → {_side(change.after)}" if change.before or change.after else ""
    todo = f"<br>→ {ticked(entry.migrations[0])}" if entry.migrations else ""
    said = f"{named} ({words(notes)}): {ticked(change.message)}{sides}{todo}"
    others = ", ".join(code(views.where(each)) for each in entry.changes[1:])
    full = f"{said}\n\nAlso: {others}" if others else said
    short = f"{named} ({words(change.rule)})"
    return Piece(((turn, short), (turn + 2, said), (7, full), (8, full + _witness(report, entry))), rank)


def _witness(report: UpgradeReport, entry: views.Entry) -> str:
    witness = entry.witness
    if witness is None:
        return ""
    blocks = [
        words(sentences.MEANS[witness.by]) + (f" Not confirmed: {ticked(witness.why_not)}" if witness.why_not else ""),
        *([fenced(witness.program.rstrip(), "python")] if witness.program else []),
        *(
            f"On {words(label)}:\n\n{fenced(text.rstrip())}"
            for label, text in ((report.old, witness.old), (report.new, witness.new))
        ),
    ]
    return "\n\n" + "\n\n".join([f"<details><summary>{sentences.tried(witness)}</summary>", *blocks, END])


def _addition(change: Change) -> Piece:
    named = f"- {code(views.where(change))}"
    said = f"{named}: {_message(change)}"
    indented = fenced(change.example.rstrip(), "python").replace("\n", "\n  ")
    return Piece(((7, named), (9, said), (10, f"{said}\n\n  {indented}\n")))


def _message(change: Change) -> str:
    arrived = sentences.arrived(change)
    return ticked(change.message) + (f" ({words(arrived)})" if arrived else "")


def _homes(report: UpgradeReport) -> str:
    homes = sorted(views.homes(report), key=lambda home: (-home.count, home.name))
    names = ", ".join(f"{words(_cut(home.name))} {home.count}" for home in homes[:12])
    return names + (f" and {len(homes) - 12} more places" if len(homes) > 12 else "")


def _files(report: UpgradeReport) -> Section:
    rows = views.explained(report)
    pieces = []
    for each in rows:
        row = each.row
        names = list(dict.fromkeys(change.rule for change in each.changes))
        why = ", ".join(code(name) for name in names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        unexplained = not row.explained_by and row.state != "same"
        line = f"| {code(row.path).replace('|', chr(92) + '|')} | +{row.added} | -{row.removed} |"
        why = "**unexplained**" if unexplained else why or "the same content" * (row.state == "same")
        pieces.append(Piece(((6 if unexplained else 9, f"{line} {why} |"),)))
    head = table(("File", "Added", "Removed", "Explained by"), [])
    return Section("", tuple(pieces), _around(sentences.changed_files(report)), "\n", head)


def _compared(report: UpgradeReport) -> Section:
    lines = [f"- {words(label)}: {words(value)}" for label, value in sentences.facts(report)]
    lines += [f"- {ticked(text)}" for text in sentences.limits(report)]
    lines += [
        f"- arrived in {words(release)}: {breaks} breaking, {others} others"
        for release, breaks, others in views.arrivals(report)
    ]
    return Section("", tuple(Piece(((5, line),)) for line in lines), _around("What was compared"), "\n")


def _changes(groups: Sequence[views.RuleGroup]) -> Iterator[Change]:
    for group in groups:
        for entry in group.entries:
            yield from entry.changes


def _around(summary: str) -> tuple[str, str]:
    return f"<details><summary>{summary}</summary>", END


def _side(text: str) -> str:
    return code(text) if text else "*not there*"


def _cut(text: str) -> str:
    line = in_line(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
