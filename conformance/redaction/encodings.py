"""The encodings of a secret: percent-encoded, escaped for JSON or HTML, in hexadecimal, inside base64."""

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

from conformance.redaction.patterns import PLACEHOLDER

MIN_LENGTH: Final = 6  # of a secret that is searched for inside words, in hexadecimal and in base64
_MIN_BASE64_LENGTH: Final = 6  # shorter pieces of base64 occur by chance

_NEVER_ESCAPED: Final = re.compile(r"[A-Za-z0-9_-]+")
_BACKSLASH: Final = r"\\|%(?:25)*5[Cc]"


@dataclass(frozen=True, slots=True)
class EncodedSecret:
    """Finds one secret in every encoding, and replaces it in the same encoding.

    A text without any of the `marks`, and without `hex` in any case, does not hold the secret. Searching for these
    takes a hundredth of the time that the pattern takes.
    """

    pattern: re.Pattern[str]
    placeholder: str
    marks: tuple[str, ...] = ("",)
    hex: str = ""

    def may_occur_in(self, text: str, lower: str) -> bool:
        """Whether the secret may be in a text. `lower` is the text in lower case."""
        return any(mark in text for mark in self.marks) or self.hex in lower

    def replacement(self, match: re.Match[str]) -> str:
        """The placeholder, encoded like the match."""
        code = match["code"]
        if code is not None:
            return "".join(islice(cycle("0" if match["hex"] else PLACEHOLDER), len(code)))
        if re.search(r"%[0-9A-Fa-f]{2}", match[0]) is not None:
            return quote(self.placeholder, safe="")
        return json.dumps(self.placeholder)[1:-1] if "\\" in match[0] else self.placeholder


def encoded_secrets(placeholders: Mapping[str, str]) -> tuple[EncodedSecret, ...]:
    """One for each secret, the longest first. A short secret is found only as a whole word."""
    longest_first = sorted(placeholders, key=lambda secret: (-len(secret), secret))
    return tuple(EncodedSecret(_pattern(secret), placeholders[secret], *_marks(secret)) for secret in longest_first)


def decode_base64(code: str) -> str:
    """The text that base64 of either alphabet holds, or "" where it holds none."""
    bare = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
    except ValueError:
        return ""
    return text if all(character.isprintable() or character in "\r\n\t" for character in text) else ""


def encode_base64(text: str, *, like: str) -> str:
    """Base64 in the alphabet and with the padding of another code."""
    code = base64.b64encode(text.encode()).decode()
    if "-" in like or "_" in like:
        code = code.replace("+", "-").replace("/", "_")
    return code if len(like) % 4 == 0 else code.rstrip("=")


def encode_percent(value: str, *, like: str) -> str:
    """Percent-encoded, except for the reserved characters that another text does not encode."""
    safe = "".join(character for character in "/:@!$'()*,?[]{}\"" if character in like)
    text = quote(value, safe=safe, errors="replace")
    return text.replace("%20", "+") if "+" in like and "%20" not in like else text


@lru_cache(256)
def _marks(secret: str) -> tuple[tuple[str, ...], str]:
    """Texts of which every encoding of a secret contains one: its longest part without escapes, base64, hexadecimal.

    The second value is the hexadecimal code, or another mark where the secret is not searched for in codes.
    """
    longest = max(_NEVER_ESCAPED.findall(secret), key=len, default="")
    if len(secret) < MIN_LENGTH:
        return (longest,), longest.lower()
    content = secret.encode("utf-8", errors="surrogatepass")
    return (longest, *dict.fromkeys(_base64_cores(content))), content.hex()


@lru_cache(256)
def _pattern(secret: str) -> re.Pattern[str]:
    plain = "".join(_character_pattern(character) for character in secret)
    if len(secret) < MIN_LENGTH:
        return re.compile(rf"(?P<code>(?P<hex>(?!)))?(?<![^\W_])(?:{plain})(?![^\W_])")
    content = secret.encode("utf-8", errors="surrogatepass")
    cores = "|".join(map(re.escape, dict.fromkeys(_base64_cores(content))))
    return re.compile(rf"(?P<code>(?P<hex>(?i:{content.hex()}))|{cores})|{plain}")


def _character_pattern(character: str) -> str:
    """One character in all its encodings, escaped as often as texts are nested."""
    if character.isascii() and (character.isalnum() or character in "-_"):
        return character
    number = ord(character)
    if character == "\\":
        return rf"(?:{_BACKSLASH})+"
    percent = quote(character, safe="", errors="surrogatepass")
    percent = percent if percent.startswith("%") else f"%{number:02X}"
    escapes = re.findall(r"\\(u[0-9a-f]{4}|[a-z])", json.dumps(character)) or [f"u{number:04x}", f"x{number:02x}"]
    any_case = [percent.replace("%", "%(?:25)*")]
    any_case += [rf"(?:{_BACKSLASH})+".join(["", *escapes[:2]])] if number > 0xFFFF else []
    any_case += [rf"(?:{_BACKSLASH})+{escape}" for escape in escapes] if number <= 0xFFFF else []
    any_case += [re.escape(html.escape(character)), f"&#{number};", f"&#x{number:x};"]
    options = [re.escape(character), *(f"(?i:{option})" for option in any_case), *(["[+]"] if character == " " else [])]
    return (rf"(?:{_BACKSLASH})*" if character in "\"'/" else "") + f"(?:{'|'.join(options)})"


def _base64_cores(content: bytes) -> Iterator[str]:
    """The characters of base64 that depend on the content alone, for each offset at which it may begin."""
    for offset, first in ((0, 0), (1, 2), (2, 3)):
        core = base64.b64encode(bytes(offset) + content).decode()[first : (offset + len(content)) * 8 // 6]
        if len(core) >= _MIN_BASE64_LENGTH:
            yield core
            yield core.replace("+", "-").replace("/", "_")
