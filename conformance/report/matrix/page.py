"""The HTML page of a `Matrix`."""

from __future__ import annotations

from typing import Final

from conformance.report.facets import facet, useful
from conformance.report.matrix.matrix import OUTCOMES, STATES, CellResult, Matrix
from conformance.report.page import page


def matrix_page(matrix: Matrix) -> str:
    """The matrix as a page."""
    values = {
        "matrix": matrix,
        "outcomes": OUTCOMES,
        "states": STATES,
        "facets": useful(
            (
                facet("job", "Job", matrix.results, lambda result: [result.cell.job]),
                facet("outcome", "Outcome", matrix.results, lambda result: [result.outcome]),
            )
        ),
    }
    return _PAGE.render(values)


_PAGE: Final = page("matrix.html.j2", in_state=CellResult.of_state)
