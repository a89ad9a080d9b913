"""How one secret may be spelt: as it is, percent-encoded, escaped for JSON or HTML, in hexadecimal, inside base64."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import Final
from urllib.parse import quote, quote_plus

from conformance.exchange.sensitive import SCRUBBED

LEAST: Final = 6  # characters of a secret that is looked for in the middle of words and in codes
_CODE: Final = 6  # characters of base64 that are no coincidence


def spellings(secret: str, replacement: str) -> Iterator[tuple[str, str]]:
    """Each way to write a secret with the same way to write what takes its place; some may be equal."""
    for write in (str, _json, _json_twice, _json_raw, _percent, _percent_lower, _percent_path, quote_plus, html.escape):
        yield write(secret), write(replacement)
    if len(secret) < LEAST:
        return
    content = secret.encode("utf-8", errors="surrogatepass")
    for code in (content.hex(), content.hex().upper()):
        yield code, "0" * len(code)
    for core in _cores(content):
        yield core, "".join(islice(cycle(SCRUBBED), len(core)))


def pattern(spelt: Mapping[str, str]) -> re.Pattern[str]:
    """Matches any of the spellings, the longest first; a short one only as a word."""
    longest = sorted(spelt, key=lambda each: (-len(each), each))
    return re.compile("|".join(re.escape(each) if len(each) >= LEAST else _word(each) for each in longest))


def _word(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _cores(content: bytes) -> Iterator[str]:
    """What base64 makes of the content wherever it begins: the characters that depend on it alone."""
    for offset, first in ((0, 0), (1, 2), (2, 3)):
        core = base64.b64encode(bytes(offset) + content).decode()[first : (offset + len(content)) * 8 // 6]
        if len(core) >= _CODE:
            yield core
            yield core.replace("+", "-").replace("/", "_")


def _json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _json_twice(text: str) -> str:
    return _json(_json(text))


def _json_raw(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _percent(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def _percent_lower(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda code: code[0].lower(), _percent(text))


def _percent_path(text: str) -> str:
    return quote(text, safe="/:@!$&'()*+,;=", errors="surrogatepass")
