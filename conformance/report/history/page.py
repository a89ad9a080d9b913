"""The HTML page of a `History`."""

from __future__ import annotations

from typing import Final

from conformance.report.facets import facet, useful
from conformance.report.history.history import STATES, History, Series
from conformance.report.page import page

OPEN: Final = 12  # findings of one state, up to which they are unfolded


def history_page(history: History) -> str:
    """The history as a page."""
    traces = [trace for series in history.series for trace in series.traces]
    by_check = sorted(traces, key=lambda trace: trace.finding.check)
    values = {
        "history": history,
        "states": STATES,
        "open": OPEN,
        "fails": any(series.of("new") for series in history.series),
        "facets": useful(
            (
                facet("state", "State", traces, lambda trace: [trace.state]),
                facet("severity", "Severity", traces, lambda trace: [trace.finding.severity.value]),
                facet("check", "Check", by_check, lambda trace: [trace.finding.check]),
                facet("blame", "Who has to change", traces, lambda trace: [trace.finding.blame.value]),
            )
        ),
    }
    return _PAGE.render(values)


_PAGE: Final = page("history.html.j2", call_of=Series.of)
