"""Values under the name of a secret in free text: `password=x`, `"api_key": "x"`, `name="token" value="x"`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.redaction.patterns import Secrecy, is_secret, secrecy_of

SENTENCE: Final = re.compile(r"\S+\s.*[.!?]", re.DOTALL)
# name, separator, and a value that is quoted, quoted with escapes, or bare
_ASSIGNMENT: Final = re.compile(
    r"(?<![\w%-])(?P<name>[A-Za-z_][\w.\[\]-]{1,80}?)"
    r"(?P<mid>\\*[\"']?\]?\s{0,3}(?:=>|[:=])\s{0,3}b?|(?i:(?<=-key)|(?<=-token))[\"']\s{0,2},\s{0,2}b?(?=[\"']))"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|\\+[\"'](?P<escaped>.*?)\\+[\"']"
    r"|(?P<bare>[^\s\"'&;<>(){}\[\]\\|,]+(?:,[^\s\"'&;<>(){}\[\]\\|,]+)*)(?P<last>(?=\s*(?:$|[,;)}\]\"'<&\r\n])))?)"
)
_INPUT: Final = re.compile(  # of an HTML form, with either attribute first
    r"(?P<head>\bname=\\*[\"'](?P<name>[\w.-]+)\\*[\"'][^<>]{0,200}?\bvalue=\\*[\"'])(?P<value>[^\"'<>\\]+)"
    r"|(?P<head2>\bvalue=\\*[\"'])(?P<value2>[^\"'<>\\]+)(?P<tail2>\\*[\"'][^<>]{0,200}?\bname=\\*[\"'](?P<name2>[\w.-]+))"
)
_NO_VALUES: Final = frozenset({"none", "true", "false", "null", "undefined", "str", "int", "bool", "optional", "..."})


def assigned_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each value that is assigned to the name of a secret."""
    position = 0
    while (match := _ASSIGNMENT.search(text, position)) is not None:
        group = next(name for name in ("double", "single", "escaped", "bare") if match[name] is not None)
        position = match.end()
        if _is_secret(match, match[group]):
            yield match.span(group)
        else:  # the value may hold assignments itself
            position = max(match.end("mid"), match.start(group))


def input_secrets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the value of each HTML input with the name of a secret."""
    for match in _INPUT.finditer(text):
        if secrecy_of(match["name"] or match["name2"]) is Secrecy.CERTAIN:
            yield match.span("value" if match["name"] else "value2")


def _is_secret(match: re.Match[str], value: str) -> bool:
    name = match["name"]
    if secrecy_of(name) is not Secrecy.CERTAIN:
        return is_secret(name, value)
    if SENTENCE.fullmatch(value):
        return False
    if match["bare"] is None:
        return True
    prose = ":" in match["mid"] and match["last"] is None and not any(character.isdigit() for character in value)
    return not prose and value.lower() not in _NO_VALUES and not value.startswith("//")
