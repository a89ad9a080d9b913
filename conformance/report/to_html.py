"""One HTML page that needs nothing else: for people who have to decide what a finding means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conformance.report import views
from conformance.report.report import Report
from conformance.report.text import counted, in_line, last_line, visible

SHOWN: Final = 10  # findings of one check before the rest is folded away


def to_html(report: Report) -> str:
    """The report as a self-contained page: no scripts, nothing fetched, light and dark."""
    return _ENVIRONMENT.get_template("report.html.j2").render(_content(report))


def _content(report: Report) -> Mapping[str, object]:
    return {
        "report": report,
        "facts": views.facts(report),
        "tallies": views.tallies(report),
        "new": views.by_check(report, report.new),
        "known": [(group.check, views.by_reason(group.findings)) for group in views.by_check(report, report.known)],
        "families": views.families(report),
        "coverage": report.family_coverage(),
        "gaps": views.gaps(report),
        "new_of": Counter(finding.operation for finding in report.new),
        "known_of": Counter(finding.operation for finding in report.known),
        "shown": SHOWN,
    }


def _shown(value: object) -> object:
    """Every value on the page passes here, before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"in_line": in_line, "last_line": last_line, "counted": counted}
    environment.filters |= {"where": views.where, "exhibits": views.exhibits}
    return environment


_ENVIRONMENT: Final = _environment()
