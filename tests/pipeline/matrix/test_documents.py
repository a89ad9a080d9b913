"""The cells that compare an SDK with what a server publishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.openapi import to_openapi
from conformance.errors import EnvironmentFailed
from conformance.pipeline.matrix.cell import CellRun, read_output, run_cell
from conformance.pipeline.matrix.documents import document_file, keep_documents
from conformance.report.matrix.matrix import Cell
from tests.vocabulary import FAUX, approved_contract

CELL = Cell(job="spec", sdk="1.0.0", server="9.1")
SELECTED = ("--operation", "tasks.*")


def test_each_server_is_started_once_and_one_that_does_not_start_has_its_reason(tmp_path: Path) -> None:
    started: list[str] = []

    def published(server: str) -> dict[str, Any]:
        started.append(server)
        if server == "9.2":
            raise EnvironmentFailed("label-studio 9.2 does not start\n  details")
        return {"openapi": "3.0.3", "info": {"title": server}}

    for _ in range(2):
        assert keep_documents(("9.1", "9.2"), tmp_path, published) == {"9.2": "label-studio 9.2 does not start"}
    assert started == ["9.1", "9.2", "9.2"]
    assert json.loads(document_file(tmp_path, "9.1").read_text())["info"] == {"title": "9.1"}


@pytest.mark.slow
def test_operations_differ_or_are_absent_by_the_servers_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FAUX))
    document = to_openapi(approved_contract())
    document["paths"] = {path: item for path, item in document["paths"].items() if not path.endswith("/answer")}
    document["paths"]["/api/tasks/"]["post"]["parameters"] = []
    spec = tmp_path / "9.1.json"
    spec.write_text(json.dumps(document))
    arguments = ("check", "--target", str(FAUX / "target"), "--declarations", "--spec", str(spec), *SELECTED)
    result = read_output(CELL, run_cell(CellRun(cell=CELL, arguments=arguments, seconds=120)))
    assert {path: state.state for path, state in result.operations.items()} == {
        "tasks.add": "differs", "tasks.answer": "not there", "tasks.get": "works",
    }  # fmt: skip
    assert result.operations["tasks.add"].findings == ("spec_parameter_unknown: tasks.add.project",)
    assert result.outcome == "differs"
    assert result.sentence == "acme-sdk 1.0.0, compared with the document: 1 work, 1 differ, 1 not there"
