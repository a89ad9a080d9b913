"""Checks what code scanning requires of a SARIF log, and how its parts fit together."""

from __future__ import annotations

import json
from typing import Any

LEVELS = {"none", "note", "warning", "error"}


def sarif_results(text: str) -> list[dict[str, Any]]:
    """The results of a log, after its form was checked."""
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert all(rule[words]["text"] for words in ("shortDescription", "fullDescription", "help"))
        assert rule["defaultConfiguration"]["level"] in LEVELS
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
        assert all(notice["message"]["text"] for notice in invocation["toolExecutionNotifications"])
    for result in run["results"]:
        _result(result, ids)
    prints = [(item["ruleId"], item["partialFingerprints"]["primaryLocationLineHash"]) for item in run["results"]]
    assert len(prints) == len(set(prints))
    results: list[dict[str, Any]] = run["results"]
    return results


def _result(result: dict[str, Any], ids: list[str]) -> None:
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in LEVELS
    assert result["message"]["text"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert uri.isascii()
    assert uri
    assert not set(uri) & set(' "<>\\^`{|}#')
    assert physical["region"]["startLine"] >= 1
    assert physical["region"].get("startColumn", 1) >= 1
    assert all(item["kind"] == "external" for item in result.get("suppressions", ()))
