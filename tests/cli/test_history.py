"""`conformance history`: a folder of result documents becomes one summary and one page."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from conformance.report.to_json import to_json
from tests.cli.conftest import run_here
from tests.report.check_reports import CONFORMING


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_here("history", *arguments, variables=os.environ, folder=folder)


def test_a_folder_of_nightly_results_becomes_a_summary_and_a_page(tmp_path: Path) -> None:
    for day in ("2026-11-21", "2026-11-22"):
        night = tmp_path / "nightly" / day
        night.mkdir(parents=True)
        (night / "report.json").write_text(to_json(CONFORMING), encoding="utf-8")
    (tmp_path / "nightly" / "other.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    ran = _run(tmp_path, "nightly", "--report", "history.html", "--report", "history.md")
    assert ran.returncode == 0, ran.stderr
    assert "2 runs, 2026-11-21 to 2026-11-22" in ran.stdout
    assert "other.json" in ran.stdout
    assert ran.stdout.splitlines()[-1].startswith("2 runs in 1 series: 0 new")
    assert "2026-11-22/report.json" in (tmp_path / "history.html").read_text(encoding="utf-8")
    assert "2026-11-22/report.json" in (tmp_path / "history.md").read_text(encoding="utf-8")


def test_a_folder_without_results_and_a_format_without_history_are_wrong_usage(tmp_path: Path) -> None:
    ran = _run(tmp_path, ".")
    assert ran.returncode == 2
    assert "there is no result of check or live in it" in ran.stderr
    assert "--report FILE.json" in ran.stderr
    assert "does not exist" in _run(tmp_path, "missing").stderr
    ran = _run(tmp_path, ".", "--report", "a.sarif")
    assert ran.returncode == 2
    assert "Allowed: .html, .md" in ran.stderr
