"""GitHub-flavoured Markdown: text that is not ours is never markup, a mention or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from conformance.text import in_line, visible

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_MENTION = re.compile(r"@|#(?=\d)")
_UNLINKED = r"\g<0><!-- -->"
_ESCAPED = r"\\\g<0>"
_PIPE = re.compile(r"(?<!\\)\|")


def prose(text: str) -> str:
    """Prose in which `` `this` `` is code; nothing else is markup, a mention of a person or a link to an issue."""
    parts = visible(text).strip().split("`")
    if len(parts) % 2 == 0:  # a backtick without a partner is only a character
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(code(part) if i % 2 and part else _escape(part) for i, part in enumerate(parts))


def folded(summary: str, body: str) -> str:
    """A body that a reader unfolds. The summary is prose, but in HTML: GitHub reads no Markdown there."""
    parts = escape(in_line(summary)).split("`")
    text = "".join(f"<code>{part}</code>" if i % 2 else part for i, part in enumerate(parts))
    return f"<details><summary>{_MENTION.sub(_UNLINKED, text)}</summary>\n\n{body}\n\n</details>"


def code(text: str) -> str:
    """Code in a line."""
    line = in_line(text)
    fence = "`" * (_longest_run(line) + 1)
    # A space on either side is not displayed; it separates backticks at the ends from the fence.
    return f"{fence}{line}{fence}" if len(fence) == 1 else f"{fence} {line} {fence}"


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    shown = visible(text)
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def table_head(cells: Sequence[str]) -> str:
    """The first two lines of a table."""
    return "\n".join((table_row(cells), "|" + " --- |" * len(cells)))


def table_row(cells: Iterable[str]) -> str:
    """A line of a table. The cells are Markdown already."""
    return f"| {' | '.join(_PIPE.sub(_ESCAPED, cell) for cell in cells)} |"


def _escape(text: str) -> str:
    escaped = _MARKUP.sub(_ESCAPED, text)
    return _MENTION.sub(_UNLINKED, escaped).replace("\n", "<br>")


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
