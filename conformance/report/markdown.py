"""Words of GitHub-flavoured Markdown: text that is not ours is never markup, a mention or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from conformance.text import in_line, visible

ROOM = 60_000  # GitHub refuses a comment of more than 65,536 characters

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_MENTION = re.compile(r"@|#(?=\d)")


def words(text: str) -> str:
    """Words as they are: nothing in them is markup, a mention of a person or a link to an issue."""
    return _as_they_are(visible(text).strip())


def ticked(text: str) -> str:
    """Words in which `` `this` `` is code."""
    parts = visible(text).strip().split("`")
    if len(parts) % 2 == 0:  # a backtick that none closes is only a character
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return "".join(code(part) if i % 2 and part else _as_they_are(part) for i, part in enumerate(parts))


def code(text: str) -> str:
    """Code in a line."""
    line = in_line(text)
    fence = "`" * (_longest_run(line) + 1)
    # A space on either side is not shown; it keeps backticks at the ends apart from the fence.
    return f"{fence}{line}{fence}" if len(fence) == 1 else f"{fence} {line} {fence}"


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    shown = visible(text)
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def folded(summary: str, body: str) -> str:
    """What is shown when a reader asks for it."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table. The cells are Markdown already."""
    return "\n".join(_rows(head, rows))


def _as_they_are(text: str) -> str:
    """Like `words`, of visible text, with the blanks at both ends."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return _MENTION.sub(r"\g<0><!-- -->", escaped).replace("\n", "<br>")


def _rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
