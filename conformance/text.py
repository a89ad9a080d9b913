"""Text for people: nothing in it is hidden, and nothing in it breaks the format around it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from textwrap import TextWrapper
from typing import Any

# Controls, bidirectional overrides, lone surrogates and noncharacters: XML 1.0 refuses most of them, a terminal obeys
# some, and a reader sees none. A server chooses much of the text in a report, so none of them is printed raw.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

_MAX_BRIEF = 240  # characters of the line that stands for a longer text
_MAX_JSON = 80  # characters of a JSON value in a message
_JSON_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "list", dict: "object"}
_FOREIGN = re.compile(r"(?<![\w.])(?:builtins|pydantic_core\._pydantic_core)\.(?=[A-Z])")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_ADVERT = re.compile(r"\n\s*For further information visit \S+")  # names the release of pydantic


def visible(text: str) -> str:
    """The text with invisible characters as Python escapes, and line ends as newlines."""
    return _HIDDEN.sub(lambda found: _escape(found[0]), text.replace("\r\n", "\n"))


def in_line(text: str) -> str:
    """Like `visible`, on one line: newlines and tabs become escapes, too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def brief(text: str, most: int = _MAX_BRIEF) -> str:
    """The text on one line, shortened to `most` characters."""
    line = in_line(text[: most + 1])
    return line if len(line) <= most else f"{line[: most - 1]}…"


def link_name(text: str) -> str:
    """A short name for links to what has this id, the same in every report."""
    return sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()[:10]


def last_line(text: str) -> str:
    """The last line that is not empty: of a traceback, the error."""
    return visible(text).strip().rpartition("\n")[2]


def missing_parts(broken: Mapping[str, str]) -> str:
    """Indented lines that say why parts of a client cannot be loaded; `broken` has the reasons by path."""
    return "".join(f"\n  `{path}` cannot be loaded: {reason}" for path, reason in broken.items())


def strip_modules(text: str) -> str:
    """The text with the short names of exceptions: `ValidationError` without the internal module of pydantic."""
    return _FOREIGN.sub("", text)


def strip_addresses(text: str) -> str:
    """The text without the addresses of objects, which differ between two runs."""
    return _ADDRESS.sub("", text)


def strip_volatile(text: str) -> str:
    """The text without what differs between two runs or between two releases of pydantic."""
    return _ADVERT.sub("", strip_addresses(text))


def counted(number: int, noun: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def wrapped(text: str, width: int, margin: str = "") -> list[str]:
    """The text as lines of a terminal."""
    # A long word is a URL or an id: broken, it could not be copied.
    wrapper = TextWrapper(
        width=width,
        initial_indent=margin,
        subsequent_indent=margin or "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line for paragraph in visible(text).split("\n") for line in wrapper.wrap(paragraph)]


def as_json(data: object) -> str:
    """The values as the text of a JSON file."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    # A lone surrogate cannot be written to a file; its escape is the same string to every JSON reader.
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _escape(character: str) -> str:
    return character.encode("unicode-escape").decode("ascii")


def describe_json(payload: Any) -> str:
    """A JSON value for a message: its JSON type and, of a scalar, its value, shortened."""
    if payload is None:
        return "null"
    name = _JSON_NAMES.get(type(payload), type(payload).__name__)
    if isinstance(payload, list | dict):
        return f"{name} of {len(payload)}" if payload else f"empty {name}"
    text = str(payload).lower() if isinstance(payload, bool) else repr(payload)
    return f"{name} {text if len(text) <= _MAX_JSON else text[: _MAX_JSON - 3] + '...'}"
