"""The HTML page of a `Report`, for people who have to decide what a finding means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from conformance.report.check import groups, phrases
from conformance.report.check.items import facets, finding_groups
from conformance.report.check.tree import operation_rows, resources
from conformance.report.page import page
from conformance.report.report import REACH, Report

COLOURS: Final = {"reached": "good", "unreached": "bad", "untried": "warn", "absent": ""}
SHOWN: Final = 10  # names of one kind before they are folded away
OPEN: Final = 12  # new findings, up to which the groups are open at first
LISTED: Final = 25  # operations of one finding with their sources; all of them can be searched


def check_page(report: Report) -> str:
    """The report as a page."""
    return _PAGE.render(_values(report))


def _values(report: Report) -> Mapping[str, object]:
    found = finding_groups(report)
    return {
        "report": report,
        "remedies": phrases.remedies(report),
        "facts": phrases.facts(report),
        "counts": groups.check_counts(report),
        "new": [group for group in found if group.state == "new"],
        "known": [group for group in found if group.state == "known"],
        "facets": facets(report),
        "families": groups.family_counts(report),
        "gaps": groups.not_covered(report),
        "states": groups.state_groups(report),
        "argument_groups": groups.argument_groups(report),
        "blame": groups.by_blame(report.new),
        "labels": REACH,
        "colours": COLOURS,
        "not_replayed": groups.not_replayed(report),
        "extents": {name: (extent, groups.untested(extent)) for name, extent in report.extents.items()},
        "reach": {o.operation: o.reach.state for o in report.operations if o.reach is not None},
        "rows": operation_rows(report),
        "resources": resources(report),
        "times": phrases.time_parts(report),
        "repeat": partial(phrases.repeat, report),
        "shown": SHOWN,
        "listed": LISTED,
        "open": OPEN,
    }


_PAGE: Final = page(
    "check.html.j2", where=phrases.where, statuses=phrases.statuses, blame_text=phrases.blame,
    severities=phrases.severities, clients=phrases.clients, message=phrases.message,
    places=phrases.places, occurrence_text=phrases.occurrence_text,
)  # fmt: skip
