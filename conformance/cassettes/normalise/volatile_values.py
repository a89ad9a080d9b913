"""What differs between two recordings of the same behaviour, and the value of the same form that stands for it.

Times become one of a few instants, by what they tell; names that the run gave, UUIDs, hashes, tokens, ports and
identifiers are numbered in the order in which they are first seen. Times that a caller gave stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, quote_plus

from conformance.servers.ledger import PREFIX

_NIL: Final = "00000000-0000-0000-0000-000000000000"  # stands for what was taken out, and is no value
_INSTANT: Final = re.compile(
    r"(?<![\d-])(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:(?P<between>[T ])(?P<minutes>\d\d:\d\d)(?P<seconds>:\d\d)?(?P<fraction>\.\d+)?)?(?![\d-])"
)
_PATTERNS: Final = re.compile(
    r"(?P<http>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)"
    r"|(?P<stamp>(?<!\d)\d{4}(?:-\d\d){4,5}(?:-[0-9a-f]{8})?(?![0-9a-f-]))"
    rf"|(?P<name>{re.escape(PREFIX)}[0-9a-z]+-[1-9][0-9]*)"
    r"|(?P<uuid>(?<![0-9a-fA-F])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9a-fA-F]))"
    r"|(?P<port>(?<=127\.0\.0\.1:)\d{4,5}|(?<=localhost:)\d{4,5})"
    r"|(?P<upload>(?:^|(?<=/))[0-9a-f]{8}(?=-[^/\s]*\.\w))"
    r"|(?P<folder>(?<=/tmp/)[\w.-]+)"
    r"|(?P<hash>(?<![\w-])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{16,128}(?![\w-]))"
    r"|(?P<token>(?<![\w+/=-])(?!eyJ)(?=[\w-]*[0-9])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{32,80}(?![\w+/=-]))"
)
_BEGAN: Final = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
# hours after the beginning, by words of the name; what has none of them came in between
_WHEN: Final = (
    (re.compile(r"creat|start|join|since", re.IGNORECASE), 0),
    (re.compile(r"updat|modif|chang|activ|last", re.IGNORECASE), 2),
    (re.compile(r"finish|complet|end|done", re.IGNORECASE), 3),
    (re.compile(r"expir|until", re.IGNORECASE), 24 * 365),
)
_IN_BETWEEN: Final = 1
_TOOK: Final = re.compile(r"(?:^|_)(?:duration|elapsed|latency|took|uptime)(?:_(?:ms|s|seconds))?$", re.IGNORECASE)
_AGO: Final = re.compile(r"\d+(\W+)(?:second|minute|hour|day)s?\b", re.IGNORECASE)
_A_YEAR: Final = 366 * 86400
_STAMP: Final = "2026-01-01-00-00-00"
_FIRST_PORT: Final = 40001


class Volatile:
    """What was seen of one recording, and what stands for it.

    `texts` are texts that the caller knows to differ (the server's address, the run's prefix) and what stands for
    them; `ids` are numbers that mean the same wherever they stand; `day` is when it was recorded.
    """

    def __init__(self, texts: Mapping[str, str], ids: Mapping[int, int], day: dt.date | None) -> None:
        spelt = {way(text): way(stable) for text, stable in texts.items() for way in (_quoted, quote_plus, str) if text}
        self._texts = sorted(spelt.items(), key=lambda pair: (-len(pair[0]), pair))
        self._ids = ids
        self._seen: dict[str, dict[str, int]] = {}
        self._given: set[str] = set()
        self._answered: set[str] = set()
        self._today = None if day is None else dt.datetime.combine(day, dt.time(12), dt.timezone.utc)

    def begin(self) -> None:
        """Count anew what is random, so that a case more or less changes no line of another case."""
        for kind in ("uuid", "hash", "token", "stamp"):
            self._seen.pop(kind, None)

    def give(self, text: str) -> None:
        """Remember what a caller sends: its times stay, unless the server told them in this recording's days."""
        self._given.update(
            _moment(found)
            for found in _INSTANT.finditer(text)
            if _moment(found) not in self._answered or not self._is_recent(found["date"])
        )

    def answer(self, text: str) -> None:
        """Remember what the server tells."""
        self._answered.update(_moments(text))

    def identifier(self, kind: str, number: int) -> int:
        """The number that stands for one of a kind."""
        return self._ids[number] if number in self._ids else self._number(f"id of {kind}", str(number))

    def held(self, value: Any) -> Any:
        """What the caller said that stands for a number, also as text; anything else as it is."""
        if isinstance(value, str):
            return str(self.held(int(value))) if re.fullmatch("[1-9][0-9]{0,17}", value) else value
        return self._ids.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value

    def text(self, text: str, name: str = "") -> str:
        """A text with what is volatile in it replaced. `name` is the key or header that it stands under."""
        for known, stable in self._texts:
            text = text.replace(known, stable)
        if name.endswith("_ago"):
            return _AGO.sub(r"0\1minutes", text)
        text = _PATTERNS.sub(lambda found: self._replaced(str(found.lastgroup), found[0], name), text)
        return _INSTANT.sub(lambda found: self._at(found, name), text)

    def number(self, number: float, name: str) -> float:
        """A number that is no identifier: how long something took, or a time in seconds or milliseconds."""
        if _TOOK.search(name):
            return 0.5 if isinstance(number, float) else 1
        for unit in (1, 1000):
            if self._today is not None and abs(number / unit - self._today.timestamp()) < _A_YEAR:
                return type(number)(_instant(name).timestamp() * unit)
        return number

    def _replaced(self, kind: str, text: str, name: str) -> str:
        match kind:
            case "http":
                return _instant(name).strftime("%a, %d %b %Y %H:%M:%S GMT")
            case "stamp":
                time, _, digest = text.rpartition("-") if len(text) > len(_STAMP) else (text, "", "")
                return _STAMP[: len(time)] + (f"-{self._number(kind, digest):08x}" if digest else "")
            case "name":
                return f"{PREFIX}0-{self._number(kind, text)}"
            case "uuid" if text != _NIL:
                return f"00000000-0000-4000-8000-{self._number(kind, text.lower()):012x}"
            case "port":
                return str(_FIRST_PORT - 1 + self._number(kind, text))
            case "upload" | "hash":
                return f"{self._number(kind, text):0{len(text)}x}"
            case "folder":
                return f"folder{self._number(kind, text)}"
            case "token":
                return f"Token{self._number(kind, text):0{len(text) - 5}}"
        return text

    def _at(self, found: re.Match[str], name: str) -> str:
        if _moment(found) in self._given:
            return found[0]
        if found["between"] is None:  # a day: only today's is volatile
            return _instant(name).date().isoformat() if self._is_recent(found["date"]) else found[0]
        at = _instant(name)
        fraction = "" if found["fraction"] is None else f".{'123456789'[: len(found['fraction']) - 1]}"
        return f"{at:%Y-%m-%d}{found['between']}{at:%H:%M}{':00' if found['seconds'] else ''}{fraction}"

    def _is_recent(self, day: str) -> bool:
        try:
            return self._today is not None and abs(dt.date.fromisoformat(day) - self._today.date()) <= dt.timedelta(1)
        except ValueError:  # digits that are no day
            return False

    def _number(self, kind: str, text: str) -> int:
        seen = self._seen.setdefault(kind, {})
        return seen.setdefault(text, len(seen) + 1)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _instant(name: str) -> dt.datetime:
    hours = next((hours for word, hours in _WHEN if word.search(name)), _IN_BETWEEN)
    return _BEGAN + dt.timedelta(hours=hours)


def _moments(text: str) -> Iterator[str]:
    return (_moment(found) for found in _INSTANT.finditer(text))


def _moment(found: re.Match[str]) -> str:
    """Date and time as digits, however they are written: servers write midnight in more than one way."""
    parts = (found["date"], found["minutes"] or "00:00", found["seconds"] or ":00", found["fraction"] or "")
    return re.sub(r"\D", "", "".join(parts)).rstrip("0")
