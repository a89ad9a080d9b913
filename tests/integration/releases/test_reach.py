"""Every operation that a real server shares with the SDK gets a response, or the report gives the reason."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.targets.live_recipe import load_recipe
from conformance.targets.target import load_target

MOST = {"1.21.0": 159, "1.23.2": 164}  # operations that are reached at least
PAIRS = [
    pytest.param(server, sdk, marks=pytest.mark.xdist_group(f"live {server}"))  # one process runs each pair, once
    for server, sdk in (("1.21.0", "2.0.7"), ("1.23.2", "2.1.2"))
]
UNREACHABLE = load_recipe(load_target().live_file).unreachable

pytestmark = [pytest.mark.live, pytest.mark.slow]


@pytest.fixture(scope="module")
def reach(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Report which operations of an SDK a server serves; each pair runs once."""

    @cache
    def run_live(server: str, sdk: str) -> dict[str, Mapping[str, Any]]:
        folder = tmp_path_factory.mktemp("reach")
        arguments = ["live", "--server", server, "--sdk", sdk, "--examples", "0", "--report", "result.json"]
        command = [sys.executable, "-m", "conformance.cli", *arguments]
        subprocess.run(command, cwd=folder, capture_output=True, timeout=900, check=False)
        result = json.loads(Path(folder, "result.json").read_text(encoding="utf-8"))
        return {
            operation["operation"]: operation["reach"] for operation in result["operations"] if "reach" in operation
        }

    return run_live


@pytest.mark.parametrize(("server", "sdk"), PAIRS)
def test_every_operation_on_the_server_is_reached_or_has_a_reason(reach: Any, server: str, sdk: str) -> None:
    found = reach(server, sdk)
    missed = {
        path: outcome["reason"] for path, outcome in found.items() if outcome["state"] not in {"reached", "absent"}
    }
    assert missed == {path: UNREACHABLE[path] for path in missed if path in UNREACHABLE}
    assert sum(outcome["state"] == "reached" for outcome in found.values()) >= MOST[server]


@pytest.mark.parametrize(("server", "sdk"), PAIRS)
def test_every_reached_operation_has_a_real_error_response(reach: Any, server: str, sdk: str) -> None:
    reached = {path: outcome for path, outcome in reach(server, sdk).items() if outcome["state"] == "reached"}
    unfailing = {
        path for path, outcome in reached.items() if not any(status[0] in "45" for status in outcome["statuses"])
    }
    assert unfailing <= {"versions.get"}  # needs no credentials and has no argument


@pytest.mark.parametrize(("server", "sdk"), PAIRS)
def test_operations_listed_as_unreachable_are_unreachable(reach: Any, server: str, sdk: str) -> None:
    assert {reach(server, sdk)[path]["state"] for path in UNREACHABLE} <= {"unreached", "absent"}
