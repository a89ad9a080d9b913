"""SARIF 2.1.0, for code scanning: results at the lines of the user's own files where there are any.

Code scanning refuses a whole file for one result without a physical location, so every result has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from conformance.report.build import AnyReport, document_of
from conformance.report.document import Document, Result, Rule
from conformance.text import as_json, visible

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
NAME: Final = "label-studio-conformance"


def to_sarif(report: AnyReport) -> str:
    """The report as a SARIF log of one run."""
    document = document_of(report)
    index = {rule.id: number for number, rule in enumerate(document.rules)}
    fingerprints: Counter[str] = Counter()
    driver = {"name": NAME, "version": visible(document.tool_version), "rules": list(map(_rule, document.rules))}
    run = {
        "tool": {"driver": driver},
        "invocations": [
            {"executionSuccessful": document.complete, "toolExecutionNotifications": list(_notifications(document))}
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, index[result.rule], fingerprints) for result in document.results],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _notifications(document: Document) -> Iterator[dict[str, Any]]:
    """The notes about the run itself."""
    yield {"level": "error" if document.fails else "note", "message": _message(document.verdict)}
    for text in (*document.lead, *document.notes):
        yield {"level": "note", "message": _message(text)}
    for section in document.sections:
        for item in section.items if section.notice else ():
            text = f"{section.title.partition(': ')[0]}: {', '.join((item.name, *item.also))}: {item.message}"
            yield {"level": section.notice, "message": _message(text)}


def _rule(rule: Rule) -> dict[str, Any]:
    summary = rule.summary or rule.id
    return {
        "id": visible(rule.id),
        "shortDescription": _message(summary),
        "fullDescription": _message(summary),
        "help": _message(rule.documentation or summary),
        "defaultConfiguration": {"level": rule.level},
        "properties": {"tags": [rule.tag]},
    }


def _result(result: Result, index: int, fingerprints: Counter[str]) -> dict[str, Any]:
    suppressed = {"suppressions": [{"kind": "external", "justification": _message(result.known or "")["text"]}]}
    return {
        "ruleId": visible(result.rule),
        "ruleIndex": index,
        "level": result.level,
        "message": _message(result.message),
        "locations": [_location(result)],
        "partialFingerprints": {"primaryLocationLineHash": _fingerprint(result, fingerprints)},
        "properties": {"id": visible(result.identity)} | ({"blame": result.blame} if result.blame else {}),
        **({} if result.known is None else suppressed),
    }


def _location(result: Result) -> dict[str, Any]:
    location = result.location
    artifact = {"uri": quote(visible(location.file).replace("\\", "/")) or "unknown"}
    # A result without a line is about the whole file; code scanning requires a line all the same.
    region: dict[str, Any] = {"startLine": max(location.line, 1)}
    if location.column:
        region["startColumn"] = location.column
    if location.text:
        region["snippet"] = {"text": visible(location.text)}
    physical = {
        "artifactLocation": artifact | ({"uriBaseId": location.base} if location.base else {}),
        "region": region,
    }
    logical = [{"fullyQualifiedName": visible(result.name), "kind": "member"}]
    return {"physicalLocation": physical} | ({"logicalLocations": logical} if result.name else {})


def _fingerprint(result: Result, fingerprints: Counter[str]) -> str:
    """The same in the next run though lines have moved: from the text of the line, not from its number."""
    identity = repr((result.rule, result.identity, result.location.file, result.location.text))
    fingerprint = sha256(identity.encode()).hexdigest()[:16]
    fingerprints[fingerprint] += 1
    return f"{fingerprint}:{fingerprints[fingerprint]}"


def _message(text: str) -> dict[str, str]:
    """Text for people; SARIF refuses an empty one."""
    return {"text": visible(text).strip() or "(no text)"}
