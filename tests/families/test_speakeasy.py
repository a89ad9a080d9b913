"""SDKs of the family Speakeasy: one class is both clients, and models validate what they are given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import TWINS, Operation
from conformance.contract.types import Type
from conformance.finding import PACKAGE
from conformance.generate.call import packed_arguments
from conformance.offline.engine import OfflineEngine
from conformance.targets.contents import Contents
from conformance.targets.target import load_target
from conformance.upgrade.source import PackageReader
from tests.families.conftest import HARBOR, run_in
from tests.vocabulary import finding_ids


def operation(harbor: OfflineEngine, name: str, twin: Any = "sync") -> Operation:
    found = harbor.context.extractor.operation(twin, f"boats.{name}")
    assert found is not None
    return found


def test_coroutine_functions_with_the_suffix_are_methods_of_the_async_client(harbor: OfflineEngine) -> None:
    extractor = harbor.context.extractor
    assert extractor.methods["sync"].keys() == extractor.methods["async"].keys()
    assert harbor.paths() == [f"boats.{name}" for name in ("create", "delete", "get", "list", "move", "photo", "watch")]


def test_options_are_no_arguments(harbor: OfflineEngine) -> None:
    names = [parameter.name for parameter in operation(harbor, "create").parameters]
    assert names == ["kind", "owner", "berth", "is_dry"]


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize(
    ("name", "shape", "response", "statuses"),
    [
        ("create", "value", Type("model", name="models.Boat"), (201,)),
        ("delete", "nothing", Type("null"), (204,)),
        ("get", "value", Type("model", name="models.Boat"), (200,)),
        ("list", "value", Type("list", (Type("model", name="models.Boat"),)), (200,)),
        ("photo", "stream", Type("bytes"), (200,)),
    ],
)
def test_results_are_read_out_of_their_envelopes_and_only_declared_statuses_are_accepted(
    harbor: OfflineEngine, twin: str, name: str, shape: str, response: Type, statuses: tuple[int, ...]
) -> None:
    found = operation(harbor, name, twin)
    assert (found.shape, found.response, found.statuses) == (shape, response, statuses)


@pytest.mark.parametrize("twin", TWINS)
def test_the_fields_of_a_packed_request_are_arguments(harbor: OfflineEngine, twin: str) -> None:
    found = operation(harbor, "move", twin)
    assert found.url == "/boats/{boat_id}/berth"
    assert [
        (parameter.name, parameter.location, parameter.wire_name, parameter.within) for parameter in found.parameters
    ] == [
        ("boat_id", "path", "boat_id", "request"),
        ("berth", "body", "berth", "request"),
        ("at_night", "query", "atNight", "request"),
    ]
    call = {"boat_id": "a", "at_night": True}
    assert packed_arguments(call, found) == {"request": call}


def test_a_stream_whose_items_have_the_fields_of_events_is_recognised(harbor: OfflineEngine) -> None:
    assert operation(harbor, "watch").response_format == "event fields"


def test_a_typed_dict_beside_a_model_is_that_model(harbor: OfflineEngine) -> None:
    berth = operation(harbor, "create").parameter("berth")
    assert berth is not None
    assert berth.type.without_null() == Type("model", name="models.Berth")
    model = harbor.context.extractor.annotations.models["models.Berth"]
    assert [(field.wire_name, field.required, field.type.nullable) for field in model.fields] == [
        ("maxLength", True, False),
        ("nearTown", False, False),
    ]


def test_what_may_be_null_is_written_as_an_alias(harbor: OfflineEngine) -> None:
    operation(harbor, "get")  # models are read with the operations that use them
    fields = {field.name: field for field in harbor.context.extractor.annotations.models["models.Boat"].fields}
    assert {name: field.type.nullable for name, field in fields.items() if name in {"owner", "berth", "note"}} == {
        "owner": True,
        "berth": False,
        "note": True,
    }
    assert fields["note"].default is None


def test_arguments_that_models_validate_are_placed_by_valid_values(harbor: OfflineEngine) -> None:
    assert {parameter.name: parameter.wire_name for parameter in operation(harbor, "create").parameters} == {
        "kind": "kind",
        "owner": "owner",
        "berth": "berth",
        "is_dry": "dry",
    }
    assert {parameter.list_style for parameter in operation(harbor, "list").parameters} == {"", "repeat"}


def test_the_source_declares_the_operations_that_the_clients_have(harbor: OfflineEngine) -> None:
    files = {file.relative_to(HARBOR).as_posix(): file.read_bytes() for file in sorted(HARBOR.glob("harbor/**/*.py"))}
    api = PackageReader(load_target(str(HARBOR / "target"))).read(Contents("harbor", files, ""))
    assert list(api.operations) == harbor.paths()
    assert {(twin, method.is_async) for methods in api.operations.values() for twin, method in methods.items()} == {
        ("sync", False),
        ("async", True),
    }


def test_a_program_names_the_method_of_its_client(harbor: OfflineEngine) -> None:
    target = harbor.context.sdk.target
    assert [target.method_path("boats.get", twin) for twin in TWINS] == ["boats.get", "boats.get_async"]
    assert [target.transport_of(twin) for twin in TWINS] == ["client", "async_client"]


def test_a_correct_sdk_has_no_finding(harbor: OfflineEngine) -> None:
    assert finding_ids(harbor, runtime=False) == set()


@pytest.mark.slow
def test_the_shared_client_of_a_correct_sdk_has_no_finding(harbor: OfflineEngine) -> None:
    assert finding_ids(harbor, [PACKAGE]) == set()


@pytest.mark.slow
def test_the_first_target_needs_no_editing_and_an_approved_sdk_has_no_new_findings(tmp_path: Path) -> None:
    made = run_in(tmp_path, HARBOR, "target", "new", "harbor", "--output", "made")
    assert "Next: review it, then: conformance approve installed --target ./made" in made.stdout, made.stderr
    target = load_target(str(tmp_path / "made"))
    assert target == replace(load_target(str(HARBOR / "target")), folder=target.folder)
    approved = run_in(tmp_path, HARBOR, "approve", "installed", "--target", "./made")
    assert "1.0.0.json: written: 7 operations" in approved.stdout, approved.stderr
    checked = run_in(tmp_path, HARBOR, "check", "--target", "./made", "--operation", "boats.g*", "--examples", "1")
    assert checked.returncode == 0, checked.stdout + checked.stderr
