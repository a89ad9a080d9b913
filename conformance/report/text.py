"""Words and characters that every format shares: text shown to people hides nothing and breaks nothing."""

from __future__ import annotations

import re

# Controls, bidirectional overrides, lone surrogates and noncharacters: XML 1.0 refuses most of them, a terminal obeys
# some, and a reader sees none. A server chooses much of the text in a report, so none of it reaches a reader raw.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text with characters that a reader could not see as Python escapes, and line ends as newlines."""
    return _HIDDEN.sub(lambda found: _escape(found[0]), text.replace("\r\n", "\n"))


def in_line(text: str) -> str:
    """Like `visible`, on one line: newlines and tabs are written as escapes too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def last_line(text: str) -> str:
    """The last line that says something: of a traceback, the error."""
    return visible(text).strip().rpartition("\n")[2]


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _escape(character: str) -> str:
    return character.encode("unicode-escape").decode("ascii")
