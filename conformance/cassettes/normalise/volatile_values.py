"""Replaces what differs between two recordings of the same behaviour by values of the same form.

Times become one of a few instants, depending on their name. Names that the run gave, UUIDs, hashes, tokens, ports and
identifiers are numbered in the order of their first occurrence. Times that a caller sent stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, quote_plus

from conformance.redaction.patterns import PLACEHOLDER_UUID
from conformance.servers.ledger import PREFIX

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
_START: Final = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
# Hours after the start, by a word of the name; a name without such a word gets `_DEFAULT_HOURS`
_HOURS: Final = (
    (re.compile(r"creat|start|join|since", re.IGNORECASE), 0),
    (re.compile(r"updat|modif|chang|activ|last", re.IGNORECASE), 2),
    (re.compile(r"finish|complet|end|done", re.IGNORECASE), 3),
    (re.compile(r"expir|until", re.IGNORECASE), 24 * 365),
)
_DEFAULT_HOURS: Final = 1
_DURATION: Final = re.compile(r"(?:^|_)(?:duration|elapsed|latency|took|uptime)(?:_(?:ms|s|seconds))?$", re.IGNORECASE)
_AGO: Final = re.compile(r"\d+(\W+)(?:second|minute|hour|day)s?\b", re.IGNORECASE)
_YEAR_SECONDS: Final = 366 * 86400
_STAMP: Final = "2026-01-01-00-00-00"
_FIRST_PORT: Final = 40001


class VolatileValues:
    """The volatile values of one recording, and their replacements.

    `texts` maps texts that are known to differ (the server's URL, the run's prefix) to replacements. `ids` maps numbers
    to replacements that apply everywhere. `day` is the day of the recording.
    """

    def __init__(self, texts: Mapping[str, str], ids: Mapping[int, int], day: dt.date | None) -> None:
        encoded = {
            encode(text): encode(replacement)
            for text, replacement in texts.items()
            for encode in (_quote, quote_plus, str)
            if text
        }
        self._texts = sorted(encoded.items(), key=lambda pair: (-len(pair[0]), pair))
        self._ids = ids
        self._numbers: dict[str, dict[str, int]] = {}  # by kind
        self._sent_times: set[str] = set()
        self._received_times: set[str] = set()
        self._noon = None if day is None else dt.datetime.combine(day, dt.time(12), dt.timezone.utc)

    def start_case(self) -> None:
        """Restart the numbers of random values, so that one case does not change the lines of another."""
        for kind in ("uuid", "hash", "token", "stamp"):
            self._numbers.pop(kind, None)

    def note_sent(self, text: str) -> None:
        """Remember the times that a caller sends. They stay, except for recent ones that come from the server."""
        self._sent_times.update(
            _digits(match)
            for match in _INSTANT.finditer(text)
            if _digits(match) not in self._received_times or not self._is_recent(match["date"])
        )

    def note_received(self, text: str) -> None:
        """Remember the times that come from the server."""
        self._received_times.update(_digits(match) for match in _INSTANT.finditer(text))

    def identifier(self, kind: str, number: int) -> int:
        """The replacement of an identifier of a kind."""
        return self._ids[number] if number in self._ids else self._number(f"id of {kind}", str(number))

    def fixed_number(self, value: Any) -> Any:
        """The replacement of a number in `ids`, also as text; any other value unchanged."""
        if isinstance(value, str):
            return str(self.fixed_number(int(value))) if re.fullmatch("[1-9][0-9]{0,17}", value) else value
        return self._ids.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value

    def text(self, text: str, name: str = "") -> str:
        """A text with its volatile parts replaced. `name` is the key or header that it belongs to."""
        for known, replacement in self._texts:
            text = text.replace(known, replacement)
        if name.endswith("_ago"):
            return _AGO.sub(r"0\1minutes", text)
        text = _PATTERNS.sub(lambda match: self._replacement(str(match.lastgroup), match[0], name), text)
        return _INSTANT.sub(lambda match: self._instant(match, name), text)

    def number(self, number: float, name: str) -> float:
        """A number that is not an identifier: a duration, or a time in seconds or milliseconds."""
        if _DURATION.search(name):
            return 0.5 if isinstance(number, float) else 1
        for unit in (1, 1000):
            if self._noon is not None and abs(number / unit - self._noon.timestamp()) < _YEAR_SECONDS:
                return type(number)(_instant_for(name).timestamp() * unit)
        return number

    def _replacement(self, kind: str, text: str, name: str) -> str:
        match kind:
            case "http":
                return _instant_for(name).strftime("%a, %d %b %Y %H:%M:%S GMT")
            case "stamp":
                time, _, digest = text.rpartition("-") if len(text) > len(_STAMP) else (text, "", "")
                return _STAMP[: len(time)] + (f"-{self._number(kind, digest):08x}" if digest else "")
            case "name":
                return f"{PREFIX}0-{self._number(kind, text)}"
            case "uuid" if text != PLACEHOLDER_UUID:
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

    def _instant(self, match: re.Match[str], name: str) -> str:
        if _digits(match) in self._sent_times:
            return match[0]
        instant = _instant_for(name)
        if match["between"] is None:  # a day: only a recent one is volatile
            return instant.date().isoformat() if self._is_recent(match["date"]) else match[0]
        fraction = "" if match["fraction"] is None else f".{'123456789'[: len(match['fraction']) - 1]}"
        return f"{instant:%Y-%m-%d}{match['between']}{instant:%H:%M}{':00' if match['seconds'] else ''}{fraction}"

    def _is_recent(self, day: str) -> bool:
        try:
            return self._noon is not None and abs(dt.date.fromisoformat(day) - self._noon.date()) <= dt.timedelta(1)
        except ValueError:  # no valid day
            return False

    def _number(self, kind: str, text: str) -> int:
        numbers = self._numbers.setdefault(kind, {})
        return numbers.setdefault(text, len(numbers) + 1)


def _quote(text: str) -> str:
    return quote(text, safe="")


def _instant_for(name: str) -> dt.datetime:
    hours = next((hours for word, hours in _HOURS if word.search(name)), _DEFAULT_HOURS)
    return _START + dt.timedelta(hours=hours)


def _digits(match: re.Match[str]) -> str:
    """Date and time as digits, because servers write midnight in several ways."""
    parts = (match["date"], match["minutes"] or "00:00", match["seconds"] or ":00", match["fraction"] or "")
    return re.sub(r"\D", "", "".join(parts)).rstrip("0")
