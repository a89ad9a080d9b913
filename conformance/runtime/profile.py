"""The runtime profile: what is approved of the shared client, as a file to review.

    {"schema": 1, "release": "2.0.7", "situations": {"value (projects.get): default client": {"both": [lines]}}}

Clients that differ have an entry each. A line is a request, a wait in seconds, something written, or the outcome.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from conformance.contract.model import TWINS, Twin
from conformance.errors import TargetError
from conformance.exchange.differences import request_differences, sentence
from conformance.runtime.case import RuntimeCase
from conformance.text import counted
from conformance.wire import Request

SCHEMA_VERSION: Final = 1
BOTH: Final = "both"
CHANGED_WIDTH: Final = 60  # characters of one side of a difference
Lines = tuple[str, ...]
_JSON_HEADER: Final = "content-type: application/json"
_ADVICE: Final = "Write it again with `conformance approve SDK`."


def to_json(release: str, cases: Iterable[RuntimeCase]) -> str:
    """The profile of some cases, as the text of its file."""
    pinned = sorted((case for case in cases if case.situation.is_pinned), key=lambda case: case.name)
    document = {
        "schema": SCHEMA_VERSION,
        "release": release,
        "situations": {case.name: _entry(case.lines) for case in pinned},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def load(file: Path) -> dict[str, dict[Twin, Lines]]:
    """The profile in a file. Raises TargetError where it cannot be read, and what `from_json` raises."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise TargetError(f"{file}: the runtime profile cannot be read: {error}") from None
    return from_json(text, str(file))


def from_json(text: str, origin: str) -> dict[str, dict[Twin, Lines]]:
    """The lines of every case by client. Raises TargetError, with the `origin`, for a text that is no profile."""
    try:
        document = json.loads(text)
        schema, situations = document["schema"], document["situations"]
        profile = {name: _lines(entry) for name, entry in situations.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TargetError(f"{origin}: not a runtime profile: {type(error).__name__}: {error}\n  {_ADVICE}") from None
    if schema != SCHEMA_VERSION:
        raise TargetError(f"{origin}: a runtime profile of schema {schema!r}, not {SCHEMA_VERSION}\n  {_ADVICE}")
    return profile


def _entry(lines: Mapping[Twin, Lines]) -> dict[str, list[str]]:
    if len(lines) == len(TWINS) and len(set(lines.values())) == 1:
        return {BOTH: list(next(iter(lines.values())))}
    return {twin: list(lines[twin]) for twin in TWINS if twin in lines}


def _lines(entry: Any) -> dict[Twin, Lines]:
    return {twin: tuple(entry[twin] if twin in entry else entry[BOTH]) for twin in TWINS if {twin, BOTH} & entry.keys()}


def difference(before: Lines, after: Lines) -> str:
    """The first change in a few words: `2 requests → 1 request`, `also wait 0.5`, `limit 60 → none`."""
    counts = [sum(_kind(line) == "request" for line in side) for side in (before, after)]
    if counts[0] != counts[1]:
        return " → ".join(counted(count, "request") for count in counts)
    if len(before) != len(after):
        extra, word = (before, "no longer") if len(before) > len(after) else (after, "also")
        return f"{word} {_first_unmatched(extra, before if extra is after else after)[:CHANGED_WIDTH]}"
    return next((_changed_words(old, new) for old, new in zip(before, after, strict=True) if old != new), "")


def subject(before: Lines, after: Lines) -> str:
    """The subject of the first change, without its values: `limit`, `header x-sdk`, `query`, `wait`, `fewer requests`.

    One fault changes the same thing in many situations, and often to another value in each.
    """
    counts = [sum(_kind(line) == "request" for line in side) for side in (before, after)]
    if counts[0] != counts[1]:
        return "fewer requests" if counts[0] > counts[1] else "more requests"
    if len(before) != len(after):
        is_less = len(before) > len(after)
        line = _first_unmatched(before, after) if is_less else _first_unmatched(after, before)
        return f"{'no longer' if is_less else 'also'} {_kind(line)}"
    old, new = next((sides for sides in zip(before, after, strict=True) if sides[0] != sides[1]), ("", ""))
    if _kind(old) == _kind(new) == "request":
        return _subject_of_requests(old, new)
    kinds = [_outcome_kind(line) for line in (old, new)]
    return kinds[0] if kinds[0] == kinds[1] else " → ".join(kinds)


def _subject_of_requests(old: str, new: str) -> str:
    sides = [_parsed(line) for line in (old, new)]
    found = next(request_differences(sides[0][0], sides[1][0], headers=True), None)
    if found is not None and sides[0][1] == sides[1][1]:
        area, _, name = found.place.partition(".")
        return f"header {name}" if area == "header" else area.partition("[")[0]
    parts = [line.split(" | ") for line in (old, new)]
    part = next(part for one, other in (parts, parts[::-1]) for part in one if part not in other)
    header = re.match(r"(?:no )?([a-z0-9-]+)(?:: |$)", part)
    word = part.split(" ", 1)[0]
    return f"header {header[1]}" if header else word if word in _PROPERTIES else "body"


_PROPERTIES: Final = ("limit", "proxy", "unverified", "blocks")  # the first words of what is no header and no body


def _outcome_kind(line: str) -> str:
    words = line.split(" ", 2)
    return " ".join(words[:2]) if words[0] == "raises" else words[0]


_OTHER_LINES: Final = (  # their first words
    "wait", "log", "warning", "output", "makes", "changes", "open", "gives", "holds", "hides", "shows", "returns",
    "raises", "does", "lets",
)  # fmt: skip


def _kind(line: str) -> str:
    word = line.split(" ", 1)[0]
    return word if word in _OTHER_LINES else "request"


def _first_unmatched(longer: Lines, shorter: Lines) -> str:
    """The first line whose kind does not stand at the same place on the other side."""
    kinds = [_kind(line) for line in shorter]
    return next(line for number, line in enumerate(longer) if kinds[number : number + 1] != [_kind(line)])


def _changed_words(old: str, new: str) -> str:
    """The difference of two lines: the words of the differ for two requests, otherwise the words that differ."""
    if _kind(old) == _kind(new) == "request":
        sides = [_parsed(line) for line in (old, new)]
        found = tuple(request_differences(sides[0][0], sides[1][0], headers=True))
        if found and sides[0][1] == sides[1][1]:
            return sentence(found)
        parts = [line.split(" | ") for line in (old, new)]
        only = [[part for part in one if part not in other] for one, other in (parts, parts[::-1])]
        if len(only[0]) != len(only[1]):
            return " → ".join(" | ".join(side)[:CHANGED_WIDTH] or "nothing" for side in only)
    return without_equal_words(old, new)


def _parsed(line: str) -> tuple[Request, list[str]]:
    """The request of a line with a body in JSON, and the other parts of the line."""
    first, *parts = line.split(" | ")
    method, _, url = first.partition(" ")
    is_json = len(parts) > 1 and parts[-1].startswith(("{", "[")) and _JSON_HEADER in parts
    body = parts.pop() if is_json else ""
    return Request(method, url, (("content-type", "application/json"),) if is_json else (), body.encode()), parts


def without_equal_words(old: str, new: str) -> str:
    """The words that differ, without the words that both sides have before and after them."""
    (left, right), context = _without_common_ends(old.split(" "), new.split(" "))
    if len(left) == len(right) == 1:
        (left, right), _ = _without_common_ends(left[0].split("/"), right[0].split("/"))
        sides = ["/".join(side) for side in (left, right)]
    else:
        sides = [" ".join(side) for side in (left, right)]
    return f"{context} {' → '.join(side[:CHANGED_WIDTH] or 'nothing' for side in sides)}".strip()


def _without_common_ends(left: list[str], right: list[str]) -> tuple[tuple[list[str], list[str]], str]:
    """The parts between what both sides begin and end with, and the part before them."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    parts = (left[start : len(left) - end], right[start : len(right) - end])
    return parts, "".join(left[max(start - 1, 0) : start])
