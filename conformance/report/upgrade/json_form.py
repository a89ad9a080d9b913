"""The upgrade document, described by `schema-upgrade.json`: an `UpgradeReport` as JSON values, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from conformance.change import Change, FileRow, Hit
from conformance.report.upgrade.groups import confirmations, levels
from conformance.report.upgrade_report import UPGRADE_SCHEMA_VERSION, RuleInfo, UpgradeReport, Usage

_SAME = ("tool_version", "target", "sdk", "seed", "fail_on", "counts", "times")  # as in the document


def to_dict(report: UpgradeReport) -> dict[str, Any]:
    """The report as JSON values, without trials."""
    return {
        "schema": UPGRADE_SCHEMA_VERSION,
        "tool_version": report.tool_version,
        "command": "upgrade",
        "target": report.target,
        "sdk": report.sdk,
        "old": {"label": report.old, "version": report.old_version},
        "new": {"label": report.new, "version": report.new_version},
        "seed": report.seed,
        "tiers": list(report.tiers),
        "fail_on": report.fail_on,
        "notes": list(report.notes),
        "verdict": _verdict(report),
        "counts": dict(sorted(report.counts.items())),
        "groups": {name: list(numbers) for name, numbers in sorted(report.groups.items())},
        "rules": [asdict(rule) for rule in report.rules],
        "changes": [change.to_json() for change in report.changes],
        "files": [row.to_json() for row in report.rows],
        "usage": None if report.usage is None else asdict(report.usage),
        "walked": list(report.walked),
        "times": dict(sorted(report.times.items())),
    }


def _verdict(report: UpgradeReport) -> dict[str, Any]:
    runtime, types = levels(report)
    return {
        "sentence": report.verdict,
        "fails": report.fails,
        "interrupted": report.interrupted,
        "bump": report.bump,
        "called_for": report.called_for,
        **report.impacts,
        "breaking_at_run_time": runtime,
        "breaking_for_type_checkers": types,
        "added": len(report.added),
        "confirmed": confirmations(report)[1],
        "touched": None if report.usage is None else len(report.affecting),
        "unexplained": len(report.unexplained),
    }


def from_dict(data: dict[str, Any]) -> UpgradeReport:
    """The inverse of `to_dict`."""
    return UpgradeReport(
        **{key: data[key] for key in _SAME},
        old=data["old"]["label"],
        new=data["new"]["label"],
        old_version=data["old"]["version"],
        new_version=data["new"]["version"],
        bump=data["verdict"]["bump"],
        called_for=data["verdict"]["called_for"],
        tiers=tuple(data["tiers"]),
        notes=tuple(data["notes"]),
        groups={name: (old, new) for name, (old, new) in data.get("groups", {}).items()},
        rules=tuple(RuleInfo(**rule) for rule in data["rules"]),
        changes=tuple(Change.from_json(change) for change in data["changes"]),
        rows=tuple(FileRow(**row | {"explained_by": tuple(row["explained_by"])}) for row in data["files"]),
        usage=None if data["usage"] is None else _usage(data["usage"]),
        walked=tuple(data["walked"]),
        interrupted=data["verdict"]["interrupted"],
    )


def _usage(data: dict[str, Any]) -> Usage:
    return Usage(
        **data
        | {
            "roots": tuple(data["roots"]),
            "problems": tuple(Hit(**hit) for hit in data["problems"]),
            "solved": tuple(Hit(**hit) for hit in data["solved"]),
            "unreadable": tuple(data["unreadable"]),
            "unresolved": tuple(data["unresolved"]),
        }
    )
