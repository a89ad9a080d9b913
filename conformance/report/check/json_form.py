"""The result document, described by `schema.json`: a `Report` as JSON values, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from conformance.finding import Coverage, Finding, Stale
from conformance.report.check.groups import state_groups
from conformance.report.report import REACH, SCHEMA_VERSION, CheckInfo, Report


def to_dict(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    families = report.family_coverage()
    return {
        "schema": SCHEMA_VERSION,
        "tool_version": report.tool_version,
        "command": report.command,
        "target": report.target,
        "sdk": {"distribution": report.sdk, "version": report.sdk_version, "origin": report.sdk_origin},
        "server": None
        if report.server is None
        else {"release": report.server, "mode": report.mode, "started": report.started},
        "seed": report.seed,
        "examples": report.examples,
        "selection": list(report.selection),
        "approved": report.approved,
        "spec": report.spec,
        "notes": list(report.notes),
        "verdict": _verdict(report),
        "checks": [asdict(check) for check in report.checks],
        "operations": [
            {**coverage.to_json(), "families": dict(sorted(families[coverage.operation].items()))}
            for coverage in report.operations
        ],
        "findings": [finding.to_json() for finding in report.findings],
        "stale": [asdict(stale) for stale in report.stale],
        "times": dict(sorted(report.times.items())),
    }


def _verdict(report: Report) -> dict[str, Any]:
    states = {group.state: len(group.operations) for group in state_groups(report)}
    return {
        "sentence": report.verdict,
        "conforms": report.conforms,
        "new": len(report.new),
        "known": len(report.known),
        "known_server_errors": len(report.known_server_errors),
        "stale": len(report.stale),
        "crashed": len(report.crashed),
        "interrupted": report.interrupted,
        **({"tested": round(report.covered_percent, 1)} if report.extents else {}),
        **({"min_coverage": report.min_coverage} if report.min_coverage else {}),
        **({} if report.server is None else {"reach": {state: states.get(state, 0) for state in REACH}}),
    }


def from_dict(data: dict[str, Any]) -> Report:
    """The inverse of `to_dict`."""
    same = ("command", "tool_version", "target", "seed", "examples", "approved", "spec", "times")
    server = data["server"] or {}
    return Report(
        **{key: data[key] for key in same},
        sdk=data["sdk"]["distribution"],
        sdk_version=data["sdk"]["version"],
        sdk_origin=data["sdk"]["origin"],
        selection=tuple(data["selection"]),
        notes=tuple(data["notes"]),
        checks=tuple(CheckInfo(**check) for check in data["checks"]),
        operations=tuple(_coverage(operation) for operation in data["operations"]),
        findings=tuple(Finding.from_json(finding) for finding in data["findings"]),
        stale=tuple(Stale(**{**stale, "operations": tuple(stale["operations"])}) for stale in data["stale"]),
        interrupted=data["verdict"]["interrupted"],
        min_coverage=data["verdict"].get("min_coverage", 0),
        server=server.get("release"),
        mode=server.get("mode"),
        started=server.get("started", True),
    )


def _coverage(operation: dict[str, Any]) -> Coverage:
    # `families` is computed from `checks`; it is in the document for readers without this package.
    return Coverage.from_json({key: value for key, value in operation.items() if key != "families"})
