"""The whole journey with small SDKs from the package index, each of another family."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import command, environment

SDKS = {
    "fern": ("credal", "1.1.0", {"agents.send_message"}),
    "stainless": ("lmnt", "2.13.0", {"speech.generate"}),
    "speakeasy": ("ship24", "0.2.0", {"couriers.get_couriers"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("family", SDKS)
def test_an_sdk_of_the_index_is_described_checked_approved_and_has_no_new_findings(family: str, tmp_path: Path) -> None:
    distribution, release, operations = SDKS[family]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments),
            env=environment(tmp_path / "cache", tmp_path),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    made = run("target", "new", f"{distribution}=={release}", "--output", "made")
    assert f"Next: review it, then: conformance approve {release} --target ./made" in made.stdout, made.stderr
    assert f'family = "{family}"' in (tmp_path / "made" / "target.toml").read_text(encoding="utf-8")
    first = run("check", "--sdk", release, "--target", "./made", "--report", "first.json")
    assert first.returncode == 1, first.stderr
    assert operations < {
        entry["operation"] for entry in json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))["operations"]
    }
    approved = run("approve", release, "--target", "./made")
    assert approved.returncode == 0, approved.stderr
    assert "known.toml: " in approved.stdout
    checked = run("check", "--sdk", release, "--target", "./made")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "no new findings" in checked.stdout
