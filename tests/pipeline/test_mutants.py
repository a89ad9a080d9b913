"""`conformance mutants` on the faux SDK: faults in copies of it are judged by its checks."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, run_here

pytestmark = pytest.mark.slow


def test_faults_are_noticed_kept_and_not_judged_again(tmp_path: Path) -> None:
    variables = {**os.environ, "PYTHONPATH": str(FAUX), "CONFORMANCE_CACHE": str(tmp_path / "cache")}
    before = {path: path.read_bytes() for path in FAUX.rglob("*.py")}
    line = ["mutants", "installed", "--target", str(FAUX / "target"), "--report", str(tmp_path / "a.json"), "--resume"]
    kinds = ["--kinds", "retry_wait_lost", "--kinds", "retry_never", "--kinds", "core_condition_negated"]
    first = run_here(*line, *kinds, "--count", "3", variables=variables, folder=tmp_path)
    assert first.returncode == 0, first.stderr
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [mutant["outcome"] for mutant in data["mutants"]][:2] == ["noticed", "noticed"]
    by_kind = {mutant["kind"]: mutant for mutant in data["mutants"]}
    assert "retry_advice_ignored" in by_kind["retry_wait_lost"]["checks"]
    assert by_kind["retry_wait_lost"]["named"]
    assert {path: path.read_bytes() for path in FAUX.rglob("*.py")} == before
    again = run_here(*line, *kinds, "--count", "3", variables=variables, folder=tmp_path)
    assert "3 judged before" in again.stderr
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == data
    none = run_here(*line, "--kinds", "nothing", variables=variables, folder=tmp_path)
    assert none.returncode == 2
    assert "no kind of fault matches" in none.stderr
