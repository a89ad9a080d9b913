"""SDKs of OpenAPI Generator: no transport, so exchanges go over loopback; values have declared limits."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import Operation
from conformance.contract.types import Type
from conformance.offline.engine import OfflineEngine
from conformance.targets.loopback import only_loopback
from conformance.targets.target import load_target
from tests.families.conftest import QUAY, release_wheel, run_in, upgrade_in
from tests.vocabulary import finding_ids

NEEDS = ("pydantic>=2", "urllib3>=2")  # of quay
# One change of each tier: a renamed parameter, a removed field, another name in a query, another exception.
CHANGED = {
    "quay/api/cranes_api.py": (
        ("        id: StrictStr,", "        crane_id: StrictStr,"),
        ('path_params={"id": id}', 'path_params={"id": crane_id}'),
        ('("pageSize", page_size)', '("page_size", page_size)'),
    ),
    "quay/api_client.py": (("NotFoundException if response.status == 404 else ApiException", "ApiException"),),
    "quay/models/__init__.py": (("    dock_side: Optional[StrictStr]", "    #"),),
}


def operation(quay: OfflineEngine, name: str) -> Operation:
    found = quay.context.extractor.operation("sync", f"CranesApi.{name}")
    assert found is not None
    return found


def test_the_operations_are_the_methods_of_the_api_classes_in_their_plain_form(quay: OfflineEngine) -> None:
    assert quay.paths() == [f"CranesApi.{name}" for name in ("create_crane", "get_crane", "list_cranes")]
    assert not quay.context.extractor.methods["async"]


@pytest.mark.parametrize(
    ("name", "method", "url", "parameters"),
    [
        ("create_crane", "POST", "/cranes", [("crane", "body", "crane")]),
        ("get_crane", "GET", "/cranes/{id}", [("id", "path", "id")]),
        ("list_cranes", "GET", "/cranes", [("page_size", "query", "pageSize")]),
    ],
)
def test_requests_over_loopback_show_where_arguments_are_sent(
    quay: OfflineEngine, name: str, method: str, url: str, parameters: list[Any]
) -> None:
    found = operation(quay, name)
    assert (found.method, found.url, found.gaps) == (method, url, ())
    assert [(item.name, item.location, item.wire_name) for item in found.parameters] == parameters


def test_limits_and_listed_values_are_part_of_a_type(quay: OfflineEngine) -> None:
    size = operation(quay, "list_cranes").parameters[0].type.without_null()
    assert size == Type("integer", limits=(("ge", 1), ("le", 250)))
    assert Type.from_json(size.to_json()) == size
    fields = {field.name: field.type for field in quay.context.extractor.annotations.models["models.Crane"].fields}
    assert fields["state"] == Type("literal", values=("idle", "busy"))
    assert "additional_properties" not in fields


def test_a_correct_sdk_has_no_finding(quay: OfflineEngine) -> None:
    assert finding_ids(quay, runtime=False) == set()


def test_no_other_machine_is_reached() -> None:
    with only_loopback(), pytest.raises(ConnectionRefusedError, match="only the loopback interface"):
        socket.create_connection(("quay.example", 443), timeout=1)


@pytest.mark.slow
def test_the_first_target_needs_no_editing_and_an_approved_sdk_has_no_new_findings(tmp_path: Path) -> None:
    made = run_in(tmp_path, QUAY, "target", "new", "quay", "--output", "made")
    assert "Next: review it, then: conformance approve installed --target ./made" in made.stdout, made.stderr
    assert load_target(str(tmp_path / "made")).client_arguments == load_target(str(QUAY / "target")).client_arguments
    approved = run_in(tmp_path, QUAY, "approve", "installed", "--target", "./made")
    assert "1.0.0.json: written: 3 operations" in approved.stdout, approved.stderr
    checked = run_in(tmp_path, QUAY, "check", "--target", "./made", "--examples", "1")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A release with one change of each tier compared with the first one: the folder of the run, and its report."""
    folder = tmp_path_factory.mktemp("upgrade")
    old = release_wheel(folder / "wheels", QUAY, "1.0.0", NEEDS, {})
    new = release_wheel(folder / "wheels", QUAY, "1.1.0", NEEDS, CHANGED)
    ran = upgrade_in(folder, QUAY, old, new, "--report", "report.json")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return folder, json.loads((folder / "report.json").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.xdist_group("quay_upgrade")
def test_upgrade_finds_changes_of_surface_wire_and_behaviour(compared: tuple[Path, dict[str, Any]]) -> None:
    changes = {(c["tier"], c["id"]) for c in compared[1]["changes"] if c["impact"] in {"breaking", "risky"}}
    assert changes == {
        ("surface", "parameter_renamed: CranesApi.get_crane.id"),
        ("surface", "field_removed: models.Crane.dock_side"),
        ("wire", "wire_name_changed: CranesApi.list_cranes.page_size"),
        ("wire", "request_changed: CranesApi.create_crane.body /dockSide"),
        ("behaviour", "error_class_changed: (package).status 404"),
    }


@pytest.mark.slow
@pytest.mark.xdist_group("quay_upgrade")
def test_every_change_for_callers_is_confirmed_and_its_program_needs_only_the_sdk(
    compared: tuple[Path, dict[str, Any]],
) -> None:
    folder, report = compared
    changes = [change for change in report["changes"] if change["impact"] in {"breaking", "risky"}]
    assert all(change["witness"]["confirmed"] for change in changes), [change["witness"] for change in changes]
    renamed = next(change for change in changes if change["rule"] == "parameter_renamed")
    assert "TypeError" in renamed["witness"]["new"] or "Error" in renamed["witness"]["new"]
    ran = subprocess.run(
        [sys.executable, "-c", renamed["witness"]["program"]],
        env={"PYTHONPATH": str(QUAY)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("GET /cranes/")
