"""The supported releases of label-studio-sdk, whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.contract import store
from conformance.finding import PACKAGE
from conformance.occurrence import CORE, GENERATED
from conformance.report.known_file import load_known
from conformance.targets.target import Target
from tests.integration.releases.conftest import RELEASES, Check, readme_shows

# operations and parameters, counted from the packages by other means than this project's
COUNTED = {"2.0.5": (246, 1138), "2.0.7": (301, 1535), "2.0.16": (349, 1794), "2.1.2": (428, 2374)}
# the files that the public page of differences lists between the two releases
CHANGED_FILES = Path(__file__).parents[2] / "upgrade" / "data" / "label-studio-sdk-2.0.5-to-2.0.7.tsv"


@pytest.mark.parametrize("release", RELEASES)
def test_every_operation_and_parameter_is_in_the_approved_contract(release: str, target: Target) -> None:
    contract = store.load(target.approved_file(release))
    for operations in contract.twins.values():
        assert len(operations) == COUNTED[release][0]
        assert sum(len(operation.parameters) for operation in operations.values()) == COUNTED[release][1]
    assert all(operation.gaps == () for operation in contract.twins["sync"].values())


@pytest.mark.parametrize("release", RELEASES)
def test_an_approved_contract_reads_back_as_it_was_written(release: str, target: Target) -> None:
    text = target.approved_file(release).read_text(encoding="utf-8")
    assert store.to_json(store.from_json(text)) == text


def groups_of_changed_clients() -> Iterator[str]:
    for line in CHANGED_FILES.read_text(encoding="utf-8").splitlines():
        path = line.partition("\t")[0]
        if path.startswith("label_studio_sdk/") and path.endswith("/client.py"):
            yield path.removeprefix("label_studio_sdk/").removesuffix("/client.py").replace("/", ".")


def test_every_client_module_that_changed_in_2_0_7_has_operations_in_the_contract(target: Target) -> None:
    paths = store.load(target.approved_file("2.0.7")).paths()
    groups = list(groups_of_changed_clients())
    assert len(groups) > 20
    for group in groups:
        assert any(path.startswith(f"{group}.") for path in paths), group


def test_every_known_finding_belongs_to_an_operation_of_a_supported_release(target: Target) -> None:
    contracts = [store.load(target.approved_file(release)) for release in RELEASES]
    paths = {path for contract in contracts for path in contract.paths()}
    models = {model for contract in contracts for model in contract.models}
    places = {*paths, *models, PACKAGE, CORE, GENERATED}
    known = load_known(target.known_file, required=True, checks=[check.id for check in CHECKS])
    for entry in known:
        assert all(any(item == place or item.startswith(f"{place}.") for place in places) for item in entry.where)
        shared = [item for item in entry.where if item.startswith((CORE, GENERATED, *models))]
        assert not shared or entry.operations is not None, f"{entry.where} names no operations"
        if entry.operations is not None:
            assert list(entry.operations.expected({*paths, PACKAGE}))


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_a_supported_release_has_nothing_new_and_nothing_stale(release: str, check: Check) -> None:
    status, document = check("--sdk", release)
    assert status == 0
    assert document["verdict"]["new"] == document["verdict"]["stale"] == document["verdict"]["crashed"] == 0
    judged = [entry for entry in document["operations"] if entry["operation"] != "(package)"]
    assert len(judged) == COUNTED[release][0]
    assert all(entry["twins"] == ["sync", "async"] and entry["exchanges"] > 50 for entry in judged)
    assert document["approved"] == release
    assert release != "2.0.7" or readme_shows("check --sdk 2.0.7", document["verdict"]["sentence"])
    replayed = [entry for entry in judged if entry.get("replayed")]
    assert len(replayed) > 100
    assert all(entry["checks"]["recorded_request_differs"] >= 1 for entry in replayed if not entry.get("not_replayed"))


@pytest.mark.slow
def test_the_result_of_a_release_is_the_same_with_one_worker_and_with_two(check: Check) -> None:
    documents: list[dict[str, Any]] = []
    for workers in ("1", "2"):
        _, document = check("--sdk", "2.0.7", "--no-known", "--workers", workers, "--seed", "3", "--operation", "p*")
        document.pop("times")
        documents.append(document)
    assert json.dumps(documents[0]) == json.dumps(documents[1])
    assert len(documents[0]["findings"]) > 10
