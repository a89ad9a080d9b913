"""Words of SARIF 2.1.0: what code scanning shows, at the lines of a user's own files where there are any.

Code scanning refuses a whole file for one result without a physical location, so every result has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Literal
from urllib.parse import quote

from conformance.text import as_json, visible

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
NAME: Final = "label-studio-conformance"

SarifLevel = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What results are about, with its words."""

    id: str
    summary: str
    documentation: str
    tag: str
    level: SarifLevel


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and where in it: `line` and `column` count from 1, 0 for the whole of it.

    `base` names what the file's path is relative to, "" for the user's own files.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One result. `identity` tells it from others of its rule, in this run and in the next.

    `names` are what it is about inside the SDK; `accepted` is the reason for which it is suppressed; `blame` says who
    has to change, where that is known.
    """

    rule: str
    level: SarifLevel
    message: str
    identity: str
    place: Place
    names: tuple[str, ...] = ()
    accepted: str | None = None
    blame: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader has to know of the run itself."""

    level: SarifLevel
    message: str


def document(
    version: str, rules: Sequence[Rule], results: Sequence[Result], notices: Iterable[Notice], *, complete: bool
) -> str:
    """One run as a SARIF log. Every rule of a result has to be among `rules`."""
    index = {rule.id: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": {"name": NAME, "version": visible(version), "rules": [_rule(rule) for rule in rules]}},
        "invocations": [
            {
                "executionSuccessful": complete,
                "toolExecutionNotifications": [
                    {"level": notice.level, "message": {"text": _said(notice.message)}} for notice in notices
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, index[result.rule], seen) for result in results],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": visible(rule.id),
        "shortDescription": {"text": _said(rule.summary or rule.id)},
        "fullDescription": {"text": _said(rule.summary or rule.id)},
        "help": {"text": _said(rule.documentation or rule.summary or rule.id)},
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": [rule.tag]},
    }


def _result(result: Result, index: int, seen: Counter[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ruleId": visible(result.rule),
        "ruleIndex": index,
        "level": result.level,
        "message": {"text": _said(result.message)},
        "locations": [_location(result)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(result, seen)},
        "properties": {"id": visible(result.identity)} | ({"blame": result.blame} if result.blame else {}),
    }
    if result.accepted is not None:
        shown["suppressions"] = [{"kind": "external", "justification": _said(result.accepted)}]
    return shown


def _location(result: Result) -> dict[str, Any]:
    place = result.place
    artifact = {"uri": quote(visible(place.file).replace("\\", "/")) or "unknown"}
    physical: dict[str, Any] = {"artifactLocation": artifact | ({"uriBaseId": place.base} if place.base else {})}
    # A result without a line is about the file; code scanning wants a line all the same.
    region: dict[str, Any] = {"startLine": max(place.line, 1)}
    if place.column:
        region["startColumn"] = place.column
    if place.text:
        region["snippet"] = {"text": visible(place.text)}
    physical["region"] = region
    names = [{"fullyQualifiedName": visible(name), "kind": "member"} for name in result.names]
    return {"physicalLocation": physical} | ({"logicalLocations": names} if names else {})


def _fingerprint(result: Result, seen: Counter[str]) -> str:
    """The same in the next run though lines have moved: from the words of the line, not from its number."""
    told = repr((result.rule, result.identity, result.place.file, result.place.text))
    known = sha256(told.encode()).hexdigest()[:16]
    seen[known] += 1
    return f"{known}:{seen[known]}"


def _said(text: str) -> str:
    """Text for people; a message may not be empty."""
    return visible(text).strip() or "(no words)"
