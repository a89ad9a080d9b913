"""A badge, as the JSON of an endpoint of shields.io: `https://img.shields.io/endpoint?url=…`."""

from __future__ import annotations

from conformance.change import Impact
from conformance.report.build import AnyReport
from conformance.report.report import Report
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import as_json, counted, in_line


def to_badge(report: AnyReport) -> str:
    """The badge of a report. Its colour is green only where the run of the command has succeeded."""
    label, message, colour = _upgrade(report) if isinstance(report, UpgradeReport) else _tested(report)
    return as_json({"schemaVersion": 1, "label": in_line(label), "message": in_line(message), "color": colour})


def _tested(report: Report) -> tuple[str, str, str]:
    label = f"{report.sdk} {report.sdk_version}" + (f" on {report.server}" if report.server else "")
    if report.interrupted:
        return label, "interrupted", "lightgrey"
    if report.conforms:
        known = f", {counted(len(report.known), 'known finding')}" if report.known else ""
        return label, f"keeps its contract{known}", "brightgreen"
    counts = (
        counted(len(report.new), "new finding") if report.new else "",
        f"{len(report.stale)} stale" if report.stale else "",
        f"{len(report.crashed)} not checked" if report.crashed else "",
        report.coverage_gap,
    )
    return label, ", ".join(filter(None, counts)), "red"


def _upgrade(report: UpgradeReport) -> tuple[str, str, str]:
    label = f"{report.sdk} {report.old} to {report.new}"
    if report.interrupted:
        return label, "interrupted", "lightgrey"
    breaking, risky = len(report.of(Impact.BREAKING)), len(report.of(Impact.RISKY))
    message = f"{breaking} breaking, {risky} risky" if breaking or risky else "compatible"
    return label, message, "red" if report.fails else "yellow" if breaking or risky else "brightgreen"
