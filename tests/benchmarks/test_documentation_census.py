"""The census of a release's documentation."""

from __future__ import annotations

from benchmarks.documentation import COLUMNS, Census


def test_an_example_is_run_unless_it_is_no_python_raises_or_needs_something() -> None:
    census = Census(
        release="1.0", docstrings=9, examples=10, invalid=1, raised=2, snippets=4,
        not_run={"it opens files": 3, "it imports another package": 1}, left={"it imports another package": 1},
    )  # fmt: skip
    cells = dict(zip(COLUMNS, census.row.strip("| ").split(" | "), strict=True))
    assert (cells["run"], cells["not run"], cells["run to the end"]) == ("3", "4", "3")
