"""Markdown for a comment on a pull request: what matters most in full, the rest while there is space."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from conformance.report.build import Shown, document_of
from conformance.report.document import Code, Details, Document, Item, Section, Table
from conformance.report.markdown import code, fenced, folded, prose, table_head, table_row
from conformance.report.text_budget import Part, Piece, fit
from conformance.text import in_line

SPACE: Final = 60_000  # characters; GitHub refuses a comment of more than 65,536
MARGIN: Final = 120  # for a section's separators, its fold and the count of what it leaves out
LONGEST: Final = 300  # characters of a heading, which is never left out
NO_SPACE: Final = "*There was no space for everything; the HTML and JSON reports have it.*"


def to_markdown(report: Shown) -> str:
    """The report as Markdown of at most `SPACE` characters. What does not fit is counted."""
    document = document_of(report)
    head = _head(document)
    sections = [section for section in _sections(document) if section.items or section.table or section.title]
    headings = [_heading(section) for section in sections]
    parts = [Part(tuple(_pieces(section)), section.share) for section in sections]
    space = SPACE - sum(len(block) + 2 for block in (*head, *headings, NO_SPACE)) - MARGIN * len(sections)
    chosen = fit(parts, space)
    blocks = [
        block
        for section, heading, texts in zip(sections, headings, chosen, strict=True)
        for block in _blocks(section, heading, texts)
    ]
    complete = all(
        text == piece.forms[-1][1]
        for part, texts in zip(parts, chosen, strict=True)
        for piece, text in zip(part.pieces, texts, strict=True)
    )
    return "\n\n".join([*head, *blocks, *([] if complete else [NO_SPACE])]) + "\n"


def _head(document: Document) -> list[str]:
    verdict = f"## {'✅' if document.passed else '❌'} {prose(_shorten(document.verdict))}"
    return [verdict, *([" ".join(prose(_shorten(text)) for text in document.lead)] if document.lead else [])]


def _sections(document: Document) -> Iterator[Section]:
    yield Section(items=tuple(Item(message=note) for note in document.notes))
    yield from (section for section in document.sections if not section.only_on_terminal)
    facts = Table(("", ""), document.facts)
    yield Section(title="About this run", table=facts, folded=True, turns=(5,))


def _heading(section: Section) -> str:
    """The lines above a section's items: its title unless it is in the fold, and its introduction."""
    title = f"{'#' * section.level} {prose(_shorten(section.title))}" if section.title and not section.folded else ""
    groups = Counter(item.group for item in section.items if item.group)
    counts = ", ".join(f"{code(_shorten(group))} {count}" for group, count in groups.items()) if len(groups) > 3 else ""
    return "\n\n".join(filter(None, (title, prose(_shorten(section.intro)), counts)))


def _blocks(section: Section, heading: str, texts: Sequence[str | None]) -> Iterator[str]:
    """The section's Markdown, with what was left out counted."""
    if heading:
        yield heading
    shown = [text for text in texts if text is not None]
    if section.table is not None and shown:
        shown = [table_head([prose(cell) for cell in section.table.head]), *shown]
    rest = len(texts) - len([text for text in texts if text is not None])
    body = [("\n\n" if section.layout == "paragraphs" else "\n").join(shown)] if shown else []
    body += [f"*and {rest} more*"] if rest else []
    if body and section.folded:
        yield folded(_shorten(section.title), "\n\n".join(body))
    else:
        yield from body


def _pieces(section: Section) -> Iterator[Piece]:
    if section.table is not None:
        for row in section.table.rows:
            yield Piece(((section.turns[0], table_row([_cell(value) for value in row])),))
    ranks: Counter[str] = Counter()
    for item in section.items:
        forms = dict.fromkeys(_forms(item, section))
        turns = (*section.turns, *[section.turns[-1]] * len(forms))
        yield Piece(tuple(zip(turns, forms, strict=False)), ranks[item.group])
        ranks[item.group] += 1


def _forms(item: Item, section: Section) -> Iterator[str]:
    """The item from its name alone to everything."""
    lead = {"paragraphs": "", "list": "- ", "checklist": "- [ ] "}[section.layout]
    if not item.name:
        yield lead + prose(item.message)
        return
    name = f"**{code(item.name)}**" if section.layout == "paragraphs" else lead + code(item.name)
    name += f" and {len(item.also)} more" if item.also else ""
    yield name + _tags([tag for tag in item.tags if tag == item.group])
    message = ": ".join(filter(None, (code(item.code) if item.code else "", prose(item.message))))
    lines = [f"{name}{_tags(item.tags)}: {message}" if message else name + _tags(item.tags)]
    if item.before or item.after:
        lines.append(" → ".join(code(side) if side else "*absent*" for side in (item.before, item.after)))
    lines += [f"→ {prose(text)}" for text in item.advice]
    text = "<br>".join(lines)
    yield text
    if item.also:
        also = f"Also: {', '.join(map(code, item.also))}"
        text += f"\n\n{also}" if section.layout == "paragraphs" else f"<br>{also}"
        yield text
    if item.details is not None:
        details = _details(item.details)
        yield f"{text}\n\n{details}" if section.layout == "paragraphs" else f"{text}\n\n{_indent(details)}\n"


def _details(details: Details) -> str:
    blocks = [prose(details.text)] if details.text else []
    for block in details.blocks:
        blocks += [f"{prose(block.label)}:"] if block.label else []
        blocks.append(fenced(block.text, block.language))
    body = "\n\n".join(blocks)
    return folded(details.title, body) if details.title else body


def _tags(tags: Sequence[str]) -> str:
    return f" ({', '.join(map(prose, tags))})" if tags else ""


def _cell(value: object) -> str:
    return code(value) if isinstance(value, Code) else prose(str(value))


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def _shorten(text: str) -> str:
    line = in_line(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
