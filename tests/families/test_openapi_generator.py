"""SDKs of OpenAPI Generator: no transport, so exchanges go over loopback; values have declared limits."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import Operation
from conformance.contract.types import Type
from conformance.offline.engine import OfflineEngine
from conformance.targets.loopback import only_loopback
from conformance.targets.target import load_target
from tests.families.conftest import QUAY, run_in
from tests.vocabulary import finding_ids


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
