"""Annotations of a GitHub job, as its workflow commands: errors and warnings at files and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from conformance.report.build import AnyReport, document_of
from conformance.report.document import Result
from conformance.text import brief, counted, in_line, visible

MOST: Final = 10  # of one level; GitHub shows no more for a step
_LEVELS: Final = ("error", "warning", "note")


def annotation_lines(report: AnyReport) -> Iterator[str]:
    """A line for each annotation, the most severe first: at the user's own lines, or at those of the SDK.

    Known findings are left out. What GitHub would not show is counted in the last one of its level.
    """
    document = document_of(report)
    results = [result for result in document.results if result.known is None]
    for level in _LEVELS:
        found = [result for result in results if result.level == level]
        for result in found[: MOST - 1 if len(found) > MOST else MOST]:
            yield _command(level, result)
        if len(found) > MOST:
            yield _rest(level, found[MOST - 1 :])
    if document.fails and not results:
        yield f"::error::{_data(document.verdict)}"


def guarded(text: str) -> str:
    """A text between commands that stop GitHub from obeying any command in it: servers choose parts of it."""
    token = sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def _command(level: str, result: Result) -> str:
    location = result.location
    values = {"title": brief(f"{result.rule}: {result.name}" if result.name else result.rule)}
    if location.line:
        values = {"file": location.file, "line": str(location.line), **values}
        if location.column:
            values["col"] = str(location.column)
    listed = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{'notice' if level == 'note' else level} {listed}::{_data(result.message)}"


def _rest(level: str, results: list[Result]) -> str:
    rules = Counter(result.rule for result in results)
    named = ", ".join(f"{rule} {number}" for rule, number in rules.items())
    return f"::{'notice' if level == 'note' else level} ::{_data(f'and {counted(len(results), level)} more: {named}')}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return in_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
