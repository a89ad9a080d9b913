"""The summary on stdout: what to look at first, the verdict last, where a terminal's cursor is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from conformance.report.build import Shown, document_of
from conformance.report.document import Document, Item, Section
from conformance.text import in_line, wrapped

NAMES = 3  # of one item
ADVICE = 2  # lines for one item
PIPE_WIDTH: Final = 100  # of text that no terminal shows

Style = Literal["", "title", "name", "advice", "note", "passed", "failed"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and what it is."""

    text: str
    style: Style = ""


def to_terminal(report: Shown, *, width: int | None = None, limit: int | None = None, advertise: bool = True) -> str:
    """The report as plain text with about `limit` items of the most important sections.

    Without `advertise` it does not mention report files: there is one already.
    """
    lines = terminal_lines(report, width=width, limit=limit, advertise=advertise)
    return "".join(f"{line.text}\n" for line in lines)


def terminal_lines(
    report: Shown, *, width: int | None = None, limit: int | None = None, advertise: bool = True
) -> list[Line]:
    """The lines of `to_terminal`, for a terminal of `width` columns.

    Lines of code, names and commands can be longer: broken, they could not be copied. Without a width, the verdict is
    one line, so that a program can read it.
    """
    document = document_of(report, limit=limit)
    columns = width or PIPE_WIDTH
    blocks = [
        *_blocks([section for section in document.sections if not section.last_on_terminal], columns),
        [Line(line, "note") for note in document.notes for line in wrapped(f"Note: {note}", columns)],
        [Line(line) for line in wrapped(document.more, columns)] if advertise and document.more else [],
        *_blocks([section for section in document.sections if section.last_on_terminal], columns),
        list(_verdict(document, columns, in_one_line=width is None)),
    ]
    lines: list[Line] = []
    for block in blocks:
        lines += [Line(""), *block] if lines and block else block
    return lines


def _verdict(document: Document, width: int, *, in_one_line: bool) -> Iterator[Line]:
    for text in document.lead:
        yield from _plain(text, width)
    verdict = in_line(document.verdict)
    for line in [verdict] if in_one_line else wrapped(verdict, width):
        yield Line(line, "passed" if document.passed and not document.fails else "failed")


def _plain(text: str, width: int, margin: str = "") -> Iterator[Line]:
    for line in wrapped(text, width, margin):
        yield Line(line)


def _blocks(sections: Sequence[Section], width: int) -> list[list[Line]]:
    """The lines of each section; sections without items follow each other without a gap."""
    blocks: list[list[Line]] = []
    counted = False
    for section in sections:
        if section.on_terminal is None or not (section.items or section.table or section.counts):
            continue
        lines = list(_section(section, section.on_terminal, width))
        if section.on_terminal == 0 and counted:
            blocks[-1] += lines
        else:
            blocks.append(lines)
        counted = section.on_terminal == 0
    return blocks


def _section(section: Section, number: int, width: int) -> Iterator[Line]:
    title = in_line(section.title.replace("`", ""))
    if number == 0:
        note = section.counts or section.intro
        yield from _plain(f"{title} ({note})" if note else title, width)
        return
    for line in wrapped(title if ": " in title else f"{title}:", width):
        yield Line(line, "title")
    if section.intro:
        yield from _plain(section.intro, width, "  ")
    if section.see:
        yield Line(f"  see: {in_line(section.see)}", "advice")
    shown = _first(section.items, number)
    for index in shown:
        yield from _item(section.items[index], width)
    rest = Counter[str]()
    for index, item in enumerate(section.items):
        if index not in shown:
            rest[item.group if item.group not in section.title else ""] += item.count
    if rest:
        named = ", ".join(f"{in_line(group)} {count}" if group else f"{count} more" for group, count in rest.items())
        yield from _plain(f"and {named}", width, "  ")


def _first(items: Sequence[Item], number: int) -> list[int]:
    """Which items to show: some of each group, so that a group with hundreds leaves space for the others."""
    ranks: Counter[str] = Counter()
    order = []
    for index, item in enumerate(items):
        order.append((ranks[item.group], index))
        ranks[item.group] += 1
    return sorted(index for _, index in sorted(order)[:number])


def _item(item: Item, width: int) -> Iterator[Line]:
    if not item.name:
        yield from _plain(item.message, width, "  ")
        return
    names = [in_line(name.removeprefix(f"{item.group}: ")) for name in (item.name, *item.also)]
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    tags = f" ({in_line(', '.join(item.tags))})" if item.tags else ""
    code = f"  {in_line(item.code)}" if item.code else ""
    yield Line(f"  {', '.join(names[:NAMES])}{more}{tags}{code}", "name")
    yield from _plain(item.message, width, "      ")
    for text in item.advice[:ADVICE]:
        for line in wrapped(f"-> {text}", width, "      "):
            yield Line(line, "advice")
    for command in item.commands:
        yield Line(f"      {in_line(command)}", "advice")
    if not item.advice and (item.before or item.after):
        sides = f"      {in_line(item.before) or '(absent)'} -> {in_line(item.after) or '(absent)'}"
        yield Line(sides if len(sides) <= width else f"{sides[: width - 3]}...")
