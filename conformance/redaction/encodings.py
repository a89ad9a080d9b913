"""How one secret may be spelt: as it is, percent-encoded, escaped for JSON or HTML, in hexadecimal, inside base64."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice
from typing import Final
from urllib.parse import quote

from conformance.redaction.patterns import SCRUBBED

LEAST: Final = 6  # characters of a secret that is looked for in the middle of words and in codes
_CODE: Final = 6  # characters of base64 that are no coincidence

_UNCHANGED: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPE: Final = r"\\|%(?:25)*5[Cc]"  # a backslash


@dataclass(frozen=True, slots=True)
class Spelling:
    """Finds one secret in any spelling, and puts what takes its place there in the same one.

    A text that holds none of the `marks`, nor the `hex` in whatever case, holds no spelling of it: to look for these
    takes a hundredth of the time.
    """

    pattern: re.Pattern[str]
    replacement: str
    marks: tuple[str, ...] = ("",)
    hex: str = ""

    def may_stand_in(self, text: str, lower: str) -> bool:
        """The secret may be in the text, which is `lower` in lower case."""
        return any(mark in text for mark in self.marks) or self.hex in lower

    def written(self, found: re.Match[str]) -> str:
        """What takes the place of one spelling that was found."""
        code = found["code"]
        if code is not None:
            return "".join(islice(cycle("0" if found["hex"] else SCRUBBED), len(code)))
        if re.search(r"%[0-9A-Fa-f]{2}", found[0]) is not None:
            return quote(self.replacement, safe="")
        return json.dumps(self.replacement)[1:-1] if "\\" in found[0] else self.replacement


def spellings(replacements: Mapping[str, str]) -> tuple[Spelling, ...]:
    """For each secret, the longest first; a short one is found as a word only."""
    longest = sorted(replacements, key=lambda secret: (-len(secret), secret))
    return tuple(Spelling(_pattern(secret), replacements[secret], *_marks(secret)) for secret in longest)


@lru_cache(256)
def _marks(secret: str) -> tuple[tuple[str, ...], str]:
    """What every spelling of a secret has one of: its longest part that is spelt in one way, or what codes make of it.

    The second is its hexadecimal code, a mark itself where the secret is not looked for in codes.
    """
    longest = max(_UNCHANGED.findall(secret), key=len, default="")
    if len(secret) < LEAST:
        return (longest,), longest.lower()
    content = secret.encode("utf-8", errors="surrogatepass")
    return (longest, *dict.fromkeys(_cores(content))), content.hex()


@lru_cache(256)
def _pattern(secret: str) -> re.Pattern[str]:
    plain = "".join(_character(each) for each in secret)
    if len(secret) < LEAST:
        return re.compile(rf"(?P<code>(?P<hex>(?!)))?(?<![^\W_])(?:{plain})(?![^\W_])")
    content = secret.encode("utf-8", errors="surrogatepass")
    cores = "|".join(map(re.escape, dict.fromkeys(_cores(content))))
    return re.compile(rf"(?P<code>(?P<hex>(?i:{content.hex()}))|{cores})|{plain}")


def _character(each: str) -> str:
    """One character in all its spellings, escaped as often as texts stand in texts."""
    if each.isascii() and (each.isalnum() or each in "-_"):
        return each
    number = ord(each)
    if each == "\\":
        return rf"(?:{_ESCAPE})+"
    percent = quote(each, safe="", errors="surrogatepass")
    percent = percent if percent.startswith("%") else f"%{number:02X}"
    escapes = re.findall(r"\\(u[0-9a-f]{4}|[a-z])", json.dumps(each)) or [f"u{number:04x}", f"x{number:02x}"]
    loose = [percent.replace("%", "%(?:25)*"), rf"(?:{_ESCAPE})+".join(["", *escapes[:2]]) if number > 0xFFFF else ""]
    loose += [rf"(?:{_ESCAPE})+{escape}" for escape in escapes] if number <= 0xFFFF else []
    loose += [re.escape(html.escape(each)), f"&#{number};", f"&#x{number:x};"]
    ways = [re.escape(each), *(f"(?i:{way})" for way in loose if way), *(["[+]"] if each == " " else [])]
    return (rf"(?:{_ESCAPE})*" if each in "\"'/" else "") + f"(?:{'|'.join(ways)})"


def _cores(content: bytes) -> Iterator[str]:
    """What base64 makes of the content wherever it begins: the characters that depend on it alone."""
    for offset, first in ((0, 0), (1, 2), (2, 3)):
        core = base64.b64encode(bytes(offset) + content).decode()[first : (offset + len(content)) * 8 // 6]
        if len(core) >= _CODE:
            yield core
            yield core.replace("+", "-").replace("/", "_")
