"""The result document: the report as JSON, described by `schema.json`, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from conformance.errors import UsageError
from conformance.finding import Coverage, Finding, Stale
from conformance.report.reach import state_groups
from conformance.report.report import REACH, SCHEMA_VERSION, CheckInfo, Report
from conformance.text import as_json


def to_json(report: Report) -> str:
    """The report as the result document."""
    return as_json(_document(report))


def from_json(text: str) -> Report:
    """The inverse of `to_json`. Raises UsageError: the text is no result document of this version."""
    try:
        data = json.loads(text)
        version = data["schema"]
        if version != SCHEMA_VERSION:
            raise UsageError(f"The result document has schema {version!r}.\n  This version reads: {SCHEMA_VERSION}.")
        return _report(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"This is not a result document: {type(error).__name__}: {error}.\n"
            "  Expected: a file written with `--report FILE.json`."
        ) from None


def _document(report: Report) -> dict[str, Any]:
    families = report.family_coverage()
    return {
        "schema": SCHEMA_VERSION,
        "tool_version": report.tool_version,
        "command": report.command,
        "target": report.target,
        "sdk": {"distribution": report.sdk, "version": report.sdk_version, "origin": report.sdk_origin},
        "server": None if report.server is None else {"release": report.server, "mode": report.mode},
        "seed": report.seed,
        "examples": report.examples,
        "selection": list(report.selection),
        "approved": report.approved,
        "spec": report.spec,
        "notes": list(report.notes),
        "verdict": {
            "sentence": report.verdict,
            "conforms": report.conforms,
            "new": len(report.new),
            "known": len(report.known),
            "stale": len(report.stale),
            "crashed": len(report.crashed),
            "interrupted": report.interrupted,
            **({} if report.server is None else {"reach": _reach(report)}),
        },
        "checks": [asdict(check) for check in report.checks],
        "operations": [_operation(coverage, families[coverage.operation]) for coverage in report.operations],
        "findings": [finding.to_json() for finding in report.findings],
        "stale": [asdict(stale) for stale in report.stale],
        "times": dict(sorted(report.times.items())),
    }


def _reach(report: Report) -> dict[str, int]:
    counts = {band.state: len(band.operations) for band in state_groups(report)}
    return {state: counts.get(state, 0) for state in REACH}


def _operation(coverage: Coverage, families: Mapping[str, int]) -> dict[str, Any]:
    return {**coverage.to_json(), "families": dict(sorted(families.items()))}


def _report(data: dict[str, Any]) -> Report:
    server = data["server"]
    return Report(
        command=data["command"],
        tool_version=data["tool_version"],
        target=data["target"],
        sdk=data["sdk"]["distribution"],
        sdk_version=data["sdk"]["version"],
        sdk_origin=data["sdk"]["origin"],
        seed=data["seed"],
        examples=data["examples"],
        selection=tuple(data["selection"]),
        approved=data["approved"],
        spec=data["spec"],
        notes=tuple(data["notes"]),
        checks=tuple(CheckInfo(**check) for check in data["checks"]),
        operations=tuple(_coverage(operation) for operation in data["operations"]),
        findings=tuple(Finding.from_json(finding) for finding in data["findings"]),
        stale=tuple(Stale(**stale) for stale in data["stale"]),
        interrupted=data["verdict"]["interrupted"],
        server=None if server is None else server["release"],
        mode=None if server is None else server["mode"],
        times=data["times"],
    )


def _coverage(operation: dict[str, Any]) -> Coverage:
    # `families` is computed from `checks`; it is in the document for readers without our code.
    return Coverage.from_json({key: value for key, value in operation.items() if key != "families"})
