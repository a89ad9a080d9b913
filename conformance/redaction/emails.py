"""E-mail addresses: which texts are one, and the number that replaces each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Final

from conformance.redaction.patterns import EMAIL_SHAPE, PLACEHOLDER, PLACEHOLDER_DOMAIN

_FILE_EXTENSIONS: Final = frozenset({
    "csv", "tsv", "zip", "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "js", "css", "json", "html", "py", "map",
    "md", "txt", "xml",
})  # fmt: skip
_PLACEHOLDER_LOCAL: Final = re.compile(r"person-(\d+)", re.IGNORECASE)


class EmailNumbers:
    """Replaces each e-mail address by `person-N`, in the order in which they occur. One address keeps its number."""

    def __init__(self, numbers: Mapping[str, int] | None = None) -> None:
        self.numbers = dict(numbers or {})
        self.taken: set[int] = set()  # numbers of placeholders that occur

    def renumbered(self) -> EmailNumbers:
        """The same addresses in the same order, with the lowest numbers that no placeholder has."""
        free = (number for number in count(1) if number not in self.taken)
        return EmailNumbers(dict(zip(self.numbers, free, strict=False)))

    def redact(self, text: str) -> str:
        """The text without e-mail addresses."""
        return EMAIL_SHAPE.sub(self._placeholder, text)

    def _placeholder(self, match: re.Match[str]) -> str:
        if not is_email(match):
            if placeholder := _PLACEHOLDER_LOCAL.fullmatch(match["local"]):
                self.taken.add(int(placeholder[1]))
            return match[0]
        extension = _file_extension(match["domain"])
        address = f"{match['local']}@{match['domain'].removesuffix(extension)}".lower()
        if address not in self.numbers:
            used = self.taken.union(self.numbers.values())
            self.numbers[address] = next(number for number in count(1) if number not in used)
        return f"person-{self.numbers[address]}{match['at']}{PLACEHOLDER_DOMAIN}{extension}"


def is_email(match: re.Match[str]) -> bool:
    """Whether a match of `EMAIL_SHAPE` may be a person's address: no placeholder, and no file as `logo@2x.png`."""
    domain = match["domain"].lower()
    extension = _file_extension(domain)
    # `SCRUBBED@host` is the authority of a redacted URL
    is_placeholder = domain.removesuffix(extension) == PLACEHOLDER_DOMAIN or match["local"] == PLACEHOLDER
    return not is_placeholder and (match["top"].lower() not in _FILE_EXTENSIONS or extension != "")


def _file_extension(domain: str) -> str:
    """The file extension after a domain: `.csv` of `engine.org.csv`, or ""."""
    start, dot, top = domain.rpartition(".")
    return dot + top if top.lower() in _FILE_EXTENSIONS and "." in start else ""
