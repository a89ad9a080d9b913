"""The summary on stdout: what to look at first, the verdict last, where a terminal's cursor is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from conformance.report.build import AnyReport, document_of
from conformance.report.document import Document, Item, Section
from conformance.text import in_line, wrapped

NAMES = 3  # of one item
ADVICE = 2  # lines for one item


def to_terminal(report: AnyReport, *, width: int = 100, limit: int | None = None, advertise: bool = True) -> str:
    """The report as plain text with about `limit` items of the most important sections.

    Without `advertise` it does not mention report files: there is one already.
    """
    document = document_of(report, limit=limit)
    blocks = [
        *_blocks([section for section in document.sections if not section.last_on_terminal], width),
        [line for note in document.notes for line in wrapped(f"Note: {note}", width)],
        [document.more] if advertise and document.more else [],
        *_blocks([section for section in document.sections if section.last_on_terminal], width),
        list(_verdict(document, width)),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _verdict(document: Document, width: int) -> Iterator[str]:
    for text in document.lead:
        yield from wrapped(text, width)
    yield in_line(document.verdict)


def _blocks(sections: Sequence[Section], width: int) -> list[list[str]]:
    """The lines of each section; sections without items follow each other without a gap."""
    blocks: list[list[str]] = []
    counted = False
    for section in sections:
        if section.on_terminal is None or not (section.items or section.table):
            continue
        lines = list(_section(section, section.on_terminal, width))
        if section.on_terminal == 0 and counted:
            blocks[-1] += lines
        else:
            blocks.append(lines)
        counted = section.on_terminal == 0
    return blocks


def _section(section: Section, number: int, width: int) -> Iterator[str]:
    title = in_line(section.title.replace("`", ""))
    if number == 0:
        yield from wrapped(f"{title} ({section.intro})" if section.intro else title, width)
        return
    yield title if ": " in title else f"{title}:"
    if section.intro:
        yield from wrapped(section.intro, width, "  ")
    if section.see:
        yield f"  see: {in_line(section.see)}"
    shown = _first(section.items, number)
    for index in shown:
        yield from _item(section.items[index], width)
    rest = Counter[str]()
    for index, item in enumerate(section.items):
        if index not in shown:
            rest[item.group if item.group not in section.title else ""] += item.count
    if rest:
        named = ", ".join(f"{in_line(group)} {count}" if group else f"{count} more" for group, count in rest.items())
        yield from wrapped(f"and {named}", width, "  ")


def _first(items: Sequence[Item], number: int) -> list[int]:
    """Which items to show: some of each group, so that a group with hundreds leaves space for the others."""
    ranks: Counter[str] = Counter()
    order = []
    for index, item in enumerate(items):
        order.append((ranks[item.group], index))
        ranks[item.group] += 1
    return sorted(index for _, index in sorted(order)[:number])


def _item(item: Item, width: int) -> Iterator[str]:
    if not item.name:
        yield from wrapped(item.message, width, "  ")
        return
    names = [in_line(name.removeprefix(f"{item.group}: ")) for name in (item.name, *item.also)]
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    tags = f" ({in_line(', '.join(item.tags))})" if item.tags else ""
    code = f"  {in_line(item.code)}" if item.code else ""
    yield f"  {', '.join(names[:NAMES])}{more}{tags}{code}"
    yield from wrapped(item.message, width, "      ")
    for text in item.advice[:ADVICE]:
        yield from wrapped(f"-> {text}", width, "      ")
    if not item.advice and (item.before or item.after):
        sides = f"      {in_line(item.before) or '(absent)'} -> {in_line(item.after) or '(absent)'}"
        yield sides if len(sides) <= width else f"{sides[: width - 3]}..."
