"""The result of `conformance mutants` in every format."""

from __future__ import annotations

import json

import pytest

from conformance.report import MUTANT_FORMATS
from conformance.report.mutants.report import MutantResult, MutationReport
from conformance.report.to_terminal import to_terminal


def _result(name: str, outcome: str, **more: object) -> MutantResult:
    values: dict[str, object] = {
        "id": f"{name} sdk/tasks/client.py:5:8 both", "kind": name, "group": "request", "side": "both",
        "file": "sdk/tasks/client.py", "line": 5, "function": "TasksClient.get", "outcome": outcome,
        "diff": '-    "page": page\\n+    <script>alert(1)</script>',
    }  # fmt: skip
    return MutantResult.from_json({**_EMPTY, **values, **more})


_EMPTY = {"subject": "", "checks": (), "findings": (), "named": None, "judged": 0, "running": 0, "reason": ""}
REPORT = MutationReport(
    tool_version="0", target="label_studio", sdk="sdk", sdk_version="1.0", sdk_origin="release", approved="1.0",
    seed=0, count=5, min_score=80, kinds={"query_dropped": "no query", "body_dropped": "no body"},
    places={"query_dropped": 7, "body_dropped": 2},
    mutants=(
        _result("query_dropped", "noticed", checks=("argument_not_sent",), findings=("a: b",), named=True),
        _result("query_dropped", "noticed", checks=("argument_not_sent", "method_differs"), named=False),
        _result("body_dropped", "survived", reason="judged with 3 of 3 operations"),
        _result("body_dropped", "not run"),
    ),
)  # fmt: skip


def test_the_score_counts_only_faults_whose_lines_are_run() -> None:
    score = REPORT.score
    assert (score.noticed, score.survived, score.not_run, score.named) == (2, 1, 1, 1)
    assert REPORT.verdict == (
        "sdk 1.0: 2 of 3 faults noticed (66.7 %), the place named in 50 % of them; "
        "1 more in lines that no test runs; 80 % required"
    )
    assert REPORT.fails
    assert list(REPORT.by_check.items()) == [("argument_not_sent", 2), ("method_differs", 1)]


@pytest.mark.parametrize("suffix", sorted(MUTANT_FORMATS))
def test_every_format_has_the_survivor_with_its_reason_and_its_difference(suffix: str) -> None:
    text = MUTANT_FORMATS[suffix](REPORT)
    for part in ("body_dropped", "judged with 3 of 3 operations", "alert(1)", "argument_not_sent"):
        assert part in text
    assert suffix != ".html" or "<script>alert" not in text


def test_the_json_form_reads_back_and_the_terminal_shows_survivors() -> None:
    data = json.loads(MUTANT_FORMATS[".json"](REPORT))
    assert tuple(map(MutantResult.from_json, data["mutants"])) == REPORT.mutants
    assert "judged with 3 of 3 operations" in to_terminal(REPORT)
