"""SDKs of the family Stainless: how they are described, learned and judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.model import Operation
from conformance.contract.types import STRING, Type
from conformance.finding import PACKAGE
from conformance.offline.engine import OfflineEngine
from conformance.targets.target import load_target
from tests.families.conftest import RIVER, run_in
from tests.vocabulary import finding_ids

OPTIONS = {"extra_headers", "extra_query", "extra_body", "timeout"}


def operation(river: OfflineEngine, path: str, twin: Any = "sync") -> Operation:
    found = river.context.extractor.operation(twin, path)
    assert found is not None
    return found


def test_methods_with_the_options_of_the_family_are_operations_and_raw_ones_are_not(river: OfflineEngine) -> None:
    assert river.paths() == [
        f"rivers.{name}" for name in ("classify", "create", "delete", "download", "list", "retrieve", "upload_photo")
    ]


@pytest.mark.parametrize("path", ["rivers.classify", "rivers.create", "rivers.list"])
def test_options_and_the_switch_of_streams_are_no_arguments(river: OfflineEngine, path: str) -> None:
    names = {parameter.name for parameter in operation(river, path).parameters}
    assert names
    assert not names & {*OPTIONS, "stream"}


def test_an_argument_that_is_not_given_has_no_type_of_its_own(river: OfflineEngine) -> None:
    page, tags = (operation(river, "rivers.list").parameter(name) for name in ("page", "tags"))
    assert page is not None
    assert (page.type, page.default, page.required) == (Type("integer"), "omit", False)
    assert tags is not None
    assert (tags.type, tags.list_style) == (Type("list", (STRING,)), "brackets")


@pytest.mark.parametrize("twin", ["sync", "async"])
def test_pages_streams_and_bytes_are_recognised(river: OfflineEngine, twin: str) -> None:
    listed, download, classify = (operation(river, f"rivers.{name}", twin) for name in ("list", "download", "classify"))
    assert (listed.shape, listed.items, listed.response.name) == ("pager", "data", "types.river.River")
    assert (download.shape, download.response) == ("stream", Type("bytes"))
    assert (classify.shape, classify.response.name) == ("value", "types.river.Answer")


def test_typed_dicts_are_models_that_callers_pass_as_dicts(river: OfflineEngine) -> None:
    source = operation(river, "rivers.create").parameter("source")
    assert source is not None
    model = river.context.extractor.annotations.models[source.type.name]
    assert model.is_dict
    assert [(field.name, field.wire_name, field.required) for field in model.fields] == [
        ("altitude", "altitude", True),
        ("near_town", "nearTown", False),
    ]


@pytest.mark.slow
def test_a_correct_sdk_has_no_finding_but_that_it_repeats_writes(river: OfflineEngine) -> None:
    assert {identity.split(" (")[0] for identity in finding_ids(river)} == {"write_repeated_unrequested:"}


@pytest.mark.slow
def test_the_first_target_needs_no_editing_and_an_approved_sdk_has_no_new_findings(tmp_path: Path) -> None:
    made = run_in(tmp_path, RIVER, "target", "new", "river", "--output", "made")
    assert "Next: review it, then: conformance approve installed --target ./made" in made.stdout, made.stderr
    target = load_target(str(tmp_path / "made"))
    assert target == replace(load_target(str(RIVER / "target")), folder=target.folder)
    approved = run_in(tmp_path, RIVER, "approve", "installed", "--target", "./made")
    assert "1.0.0.json: written: 7 operations" in approved.stdout, approved.stderr
    assert "known.toml: 1 finding added" in approved.stdout
    checked = run_in(tmp_path, RIVER, "check", "--target", "./made", "--operation", "rivers.l*", "--examples", "1")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    again = run_in(tmp_path, RIVER, "approve", "installed", "--target", "./made")
    assert "known.toml" not in again.stdout, "a list that exists belongs to its author"


@pytest.mark.slow
def test_calls_get_their_options_as_arguments_of_their_own(river: OfflineEngine) -> None:
    options = {"extra_headers": {"a": "b"}, "timeout": 3}
    assert river.context.sdk.target.given_options(options) == options
    assert not [identity for identity in finding_ids(river, [PACKAGE]) if "option" in identity]
