"""The upgrade document: the report as JSON, described by `schema-upgrade.json`, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from conformance.change import Change, FileRow, Hit
from conformance.errors import UsageError
from conformance.report.upgrade import views
from conformance.report.upgrade_report import UPGRADE_SCHEMA_VERSION, RuleInfo, UpgradeReport, Usage
from conformance.text import as_json


def to_json(report: UpgradeReport) -> str:
    """The report as the upgrade document."""
    return as_json(_document(report))


def from_json(text: str) -> UpgradeReport:
    """The inverse of `to_json`, without trials. Raises UsageError: the text is no upgrade document of this version."""
    try:
        data = json.loads(text)
        version, command = data["schema"], data["command"]
        if version != UPGRADE_SCHEMA_VERSION or command != "upgrade":
            raise UsageError(
                f"The document has schema {version!r} and is of the command {command!r}.\n"
                f"  This version reads: schema {UPGRADE_SCHEMA_VERSION} of `upgrade`."
            )
        return _report(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"This is not an upgrade document: {type(error).__name__}: {error}.\n"
            "  Expected: a file written with `conformance upgrade … --report FILE.json`."
        ) from None


def _document(report: UpgradeReport) -> dict[str, Any]:
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
        "rules": [asdict(rule) for rule in report.rules],
        "changes": [change.to_json() for change in report.changes],
        "files": [row.to_json() for row in report.rows],
        "usage": None if report.usage is None else _usage(report.usage),
        "walked": list(report.walked),
        "times": dict(sorted(report.times.items())),
    }


def _verdict(report: UpgradeReport) -> dict[str, Any]:
    runtime, types = views.levels(report)
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
        "confirmed": views.confirmations(report)[1],
        "touched": None if report.usage is None else len(report.touched),
        "unexplained": len(report.unexplained),
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "roots": list(usage.roots),
        "files": usage.files,
        "uses": usage.uses,
        "checker": usage.checker,
        "problems": [hit.to_json() for hit in usage.problems],
        "solved": [hit.to_json() for hit in usage.solved],
        "unreadable": list(usage.unreadable),
    }


def _report(data: dict[str, Any]) -> UpgradeReport:
    return UpgradeReport(
        tool_version=data["tool_version"],
        target=data["target"],
        sdk=data["sdk"],
        old=data["old"]["label"],
        new=data["new"]["label"],
        old_version=data["old"]["version"],
        new_version=data["new"]["version"],
        seed=data["seed"],
        bump=data["verdict"]["bump"],
        called_for=data["verdict"]["called_for"],
        tiers=tuple(data["tiers"]),
        fail_on=data["fail_on"],
        notes=tuple(data["notes"]),
        rules=tuple(RuleInfo(**rule) for rule in data["rules"]),
        changes=tuple(Change.from_json(change) for change in data["changes"]),
        rows=tuple(FileRow(**row | {"explained_by": tuple(row["explained_by"])}) for row in data["files"]),
        counts=data["counts"],
        usage=None if data["usage"] is None else _read_usage(data["usage"]),
        walked=tuple(data["walked"]),
        interrupted=data["verdict"]["interrupted"],
        times=data["times"],
    )


def _read_usage(data: dict[str, Any]) -> Usage:
    return Usage(
        **data
        | {
            "roots": tuple(data["roots"]),
            "problems": tuple(Hit(**hit) for hit in data["problems"]),
            "solved": tuple(Hit(**hit) for hit in data["solved"]),
            "unreadable": tuple(data["unreadable"]),
        }
    )
