"""The document of a `Matrix`: a grid for each job, and the cells that do not work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from conformance.report.document import ALWAYS, Code, Document, Item, Section, Table
from conformance.report.matrix.matrix import OUTCOMES, CellResult, Matrix
from conformance.text import counted

LIMIT = 8  # cells on a terminal


def matrix_document(matrix: Matrix, limit: int | None = None) -> Document:
    """The matrix as a document."""
    return Document(
        name=f"matrix of {matrix.sdk}",
        tool_version=matrix.tool_version,
        verdict=matrix.verdict,
        passed=not matrix.fails and not matrix.interrupted,
        fails=matrix.fails,
        interrupted=matrix.interrupted,
        complete=not matrix.interrupted,
        lead=(),
        notes=tuple(f"Not run: {cell.name}." for cell in matrix.missing),
        facts=(("SDK", matrix.sdk), ("Cells", str(len(matrix.results))), ("Tool version", matrix.tool_version)),
        more="Every cell with its operations: add --report matrix.html",
        sections=tuple(_sections(matrix, LIMIT if limit is None else limit)),
        suites=(),
        rules=(),
        results=(),
    )


def _sections(matrix: Matrix, limit: int) -> Iterator[Section]:
    for grid in matrix.grids:
        rows = tuple((Code(sdk), *map(_cell, results)) for sdk, results in grid.rows.items())
        table = Table(("SDK", *(f"on {server}" for server in grid.servers)), rows)
        yield Section(title=grid.title, table=table, share=1, on_terminal=0, counts=_counts(grid.results))
    for job, title in (("check", "Offline"), ("upgrade", "Upgrades")):
        results = matrix.of(job)
        if results:
            table = Table(
                ("Cell", "Outcome", "Verdict"),
                tuple((Code(result.cell.name), result.outcome, result.sentence) for result in results),
            )
            yield Section(title=title, table=table, share=1, on_terminal=0, counts=_counts(results))
    for outcome in ("failed", "differs"):
        bad = [result for result in matrix.results if result.outcome == outcome]
        if bad:
            yield Section(
                title=f"{outcome.capitalize()}, {OUTCOMES[outcome]}: {counted(len(bad), 'cell')}",
                items=tuple(Item(name=result.cell.name, message=result.sentence) for result in bad),
                turns=(ALWAYS, 1),
                share=1,
                on_terminal=limit,
            )
    elsewhere = dict(_partly(matrix))
    if elsewhere:
        rows = tuple((Code(path), ", ".join(cells)) for path, cells in elsewhere.items())
        table = Table(("Operation", "Has findings in"), rows)
        yield Section(title="Operations that work in some cells only", table=table, folded=True, share=0.5)


def _counts(results: tuple[CellResult, ...]) -> str:
    return ", ".join(
        f"{outcome} {number}" for outcome in OUTCOMES
        if (number := sum(result.outcome == outcome for result in results))
    )  # fmt: skip


def _cell(result: CellResult | None) -> str:
    return "" if result is None else result.counts or result.outcome


def _partly(matrix: Matrix) -> Iterator[tuple[str, list[str]]]:
    """The operations that work on one server and not on another, with the cells where they do not."""
    differing: dict[str, list[str]] = defaultdict(list)
    working: set[str] = set()
    for result in matrix.of("live"):
        working.update(result.of_state("works"))
        for path in result.of_state("differs"):
            differing[path].append(f"{result.cell.sdk} on {result.cell.server}")
    for path in sorted(working & differing.keys()):
        yield path, differing[path]
