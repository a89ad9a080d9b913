"""The result of `conformance matrix` in every format."""

from __future__ import annotations

import json

import pytest

from conformance.report import MATRIX_FORMATS
from conformance.report.matrix.matrix import Cell, CellResult, Matrix, OperationState
from conformance.report.to_terminal import to_terminal


def live(sdk: str, server: str, *states: str) -> CellResult:
    operations = {
        f"things.op{number}": OperationState(state=state, findings=("odd: <b>x</b>",) if state == "differs" else ())
        for number, state in enumerate(states)
    }
    return CellResult(
        cell=Cell(job="live", sdk=sdk, server=server),
        outcome="differs" if "differs" in states else "works",
        sentence=f"sdk {sdk} on {server}",
        new=states.count("differs"),
        operations=operations,
    )


FAILED = CellResult(cell=Cell(job="check", sdk="2.0"), outcome="failed", sentence="it took longer than 9 s")
MATRIX = Matrix(
    tool_version="0", target="sdk", sdk="sdk",
    results=(
        FAILED,
        live("1.0", "5.1", "works", "differs", "not there"),
        live("1.0", "5.2", "works", "works", "works"),
        live("2.0", "5.2", "works", "works", "not tried"),
        CellResult(cell=Cell(job="upgrade", sdk="1.0", new="2.0"), outcome="works", sentence="nothing breaks"),
    ),
)  # fmt: skip


def test_the_verdict_counts_cells_by_outcome() -> None:
    assert MATRIX.verdict == "sdk: 5 cells: 3 without new findings, 1 with new findings, 1 without a result"
    assert MATRIX.fails
    assert not MATRIX.interrupted


def test_a_matrix_of_cells_that_work_does_not_fail() -> None:
    good = Matrix(tool_version="0", target="sdk", sdk="sdk", results=MATRIX.results[2:])
    assert not good.fails
    (grid,) = good.grids
    assert (list(grid.rows), grid.servers) == (["1.0", "2.0"], ("5.2",))


def test_missing_cells_are_named_and_make_the_run_interrupted() -> None:
    part = Matrix(tool_version="0", target="sdk", sdk="sdk", results=(), missing=(FAILED.cell,))
    assert part.interrupted
    assert "1 not run" in part.verdict
    assert all("check 2.0" in MATRIX_FORMATS[suffix](part) for suffix in MATRIX_FORMATS)


@pytest.mark.parametrize("suffix", sorted(MATRIX_FORMATS))
def test_every_format_has_the_cells_and_why_one_failed(suffix: str) -> None:
    text = MATRIX_FORMATS[suffix](MATRIX)
    for part in ("it took longer than 9 s", "5.1", "things.op1", "nothing breaks"):
        assert part in text
    assert suffix != ".html" or "<b>x</b>" not in text


def test_a_terminal_shows_the_cells_that_do_not_work() -> None:
    text = to_terminal(MATRIX)
    assert "it took longer than 9 s" in text
    assert "sdk 1.0 on 5.1" in text
    assert "sdk 2.0 on 5.2" not in text


def test_the_json_form_has_the_cells_as_a_worker_sends_them() -> None:
    document = json.loads(MATRIX_FORMATS[".json"](MATRIX))
    assert tuple(map(CellResult.from_json, document["cells"])) == MATRIX.results
