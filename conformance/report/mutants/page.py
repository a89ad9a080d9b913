"""The HTML page of a `MutationReport`."""

from __future__ import annotations

from typing import Final

from conformance.report.facets import facet, useful
from conformance.report.mutants.report import OUTCOMES, MutationReport
from conformance.report.page import page

OPEN: Final = 30  # faults of one outcome, up to which they are unfolded


def mutants_page(report: MutationReport) -> str:
    """The report as a page."""
    values = {
        "report": report,
        "score": report.score,
        "outcomes": OUTCOMES,
        "open": OPEN,
        "facets": useful(
            (
                facet("outcome", "Outcome", report.mutants, lambda result: [result.outcome]),
                facet("group", "Group", report.mutants, lambda result: [result.group]),
                facet("side", "Client", report.mutants, lambda result: [result.side]),
            )
        ),
    }
    return _PAGE.render(values)


_PAGE: Final = page("mutants.html.j2", in_outcome=lambda report, outcome: report.of_outcome(outcome))
