"""Both releases receive the same calls, and observations contain nothing that differs between two runs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import v1 as pydantic_v1

from conformance.contract.model import Contract, Parameter
from conformance.contract.types import Type
from conformance.targets.client import Sdk
from conformance.upgrade.observe.contract_slices import ContractSlices
from conformance.upgrade.observe.observation import (
    MAX_TEXT,
    Observation,
    comparable_request,
    error_text,
    flatten_value,
    shorten,
)
from conformance.upgrade.observe.observer import Observer
from conformance.upgrade.observe.recorded_call import RecordedCall
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.observe.seeded_runner import ReleaseClasses
from conformance.wire import Request, Response, json_response
from tests.vocabulary import approved_contract, import_acme


@pytest.fixture
def sdk() -> Iterator[Sdk]:
    made = import_acme()
    yield made
    made.close()


def observer(sdk: Sdk, new: Contract | None = None, side: Any = "old", **more: Any) -> Observer:
    """An observer of the unaltered acme, next to itself unless a newer contract is given."""
    return Observer(
        sdk, (approved_contract(), new or approved_contract()), side, more.pop("renamed", Renames()), **more
    )


def with_parameters(path: str, *parameters: Parameter) -> Contract:
    """The contract of acme with other parameters for one operation."""
    contract = approved_contract()
    twins = {
        twin: {**operations, path: replace(operations[path], parameters=parameters)}
        for twin, operations in contract.twins.items()
    }
    return replace(contract, twins=twins)


def required(name: str, location: Any = "query") -> Parameter:
    return Parameter(name=name, wire_name=name, location=location, type=Type("integer"), required=True)


def calls(seen: Observation) -> list[str]:
    return [call.removeprefix("client.") for call in seen["calls"]]


def labels(seen: Observation) -> set[str]:
    return {label for label, _ in seen["responses"]}


@pytest.mark.parametrize("path", ["projects.get", "projects.list", "projects.create", "files.upload", "files.download"])
def test_observing_twice_gives_identical_observations(sdk: Sdk, path: str) -> None:
    once, twice = (json.dumps(observer(sdk).observe(path)) for _ in range(2))
    assert once == twice
    assert not [word for word in ("not-a-secret", " at 0x", "/tmp/") if word in once]


def test_equal_requests_and_outcomes_are_kept_once(sdk: Sdk) -> None:
    seen = observer(sdk).observe("projects.get")
    assert len(seen["exchanges"]) > 3 * len(seen["requests"])
    assert len({json.dumps(outcome) for outcome in seen["outcomes"]}) == len(seen["outcomes"])


def test_the_simplest_call_gets_every_kind_of_response(sdk: Sdk) -> None:
    labelled = labels(observer(sdk).observe("projects.get"))
    assert {"minimal", "full", "error_429", "error_500", "error_418_empty", "success_html", "redirected"} <= labelled


def test_responses_of_the_new_release_are_added_where_they_differ(sdk: Sdk) -> None:
    contract = approved_contract()
    twins = {
        twin: {**operations, "projects.get": replace(operations["projects.get"], response=Type("integer"))}
        for twin, operations in contract.twins.items()
    }
    assert not any(label.startswith("new_") for label in labels(observer(sdk).observe("projects.get")))
    seen = observer(sdk, replace(contract, twins=twins)).observe("projects.get")
    assert any(label.startswith("new_") for label in labels(seen))


def test_a_parameter_of_one_side_only_is_not_passed(sdk: Sdk) -> None:
    kept = [p for p in approved_contract().twins["sync"]["projects.get"].parameters if p.name == "project"]
    seen = observer(sdk, with_parameters("projects.get", *kept)).observe("projects.get")
    assert not any("members_limit" in call for call in calls(seen))


def test_arguments_that_only_the_new_release_requires_are_passed_to_it_alone(sdk: Sdk) -> None:
    kept = approved_contract().twins["sync"]["projects.get"].parameters
    newer = with_parameters("projects.get", *kept, required("tenant"))
    ends = {side: str(observer(sdk, newer, side).observe("projects.get")["outcomes"]) for side in ("old", "new")}
    assert "unexpected keyword argument 'tenant'" not in ends["old"]
    assert "unexpected keyword argument 'tenant'" in ends["new"]


def test_a_renamed_operation_is_called_by_its_new_name(sdk: Sdk) -> None:
    contract = approved_contract()
    older = {
        twin: {**operations, "projects.fetch": replace(operations["projects.get"], path="projects.fetch")}
        for twin, operations in contract.twins.items()
    }
    renamed = Renames(operations={"projects.fetch": "projects.get"})
    seen = Observer(sdk, (replace(contract, twins=older), contract), "new", renamed).observe("projects.fetch")
    assert {call.partition("(")[0] for call in calls(seen)} == {"projects.fetch"}
    assert {request["path"] for made in seen["requests"] for request in made} >= {"/api/projects/100/"}


def test_recorded_responses_without_arguments_go_to_the_simplest_call(sdk: Sdk) -> None:
    recorded = [
        RecordedCall(label="live 1", arguments=None, responses=(json_response(200, {"id": 1}),)),
        RecordedCall(label="live 2", arguments=None, responses=(Response(404),)),
        RecordedCall(label="live 3", arguments=None, responses=(json_response(200, {"id": 1}), Response(500))),
    ]
    seen = observer(sdk).observe("projects.get", recorded)
    assert {
        "recorded success live 1",
        "recorded error 404 live 2",
        "recorded late error 500 live 3",
    } <= labels(seen)


def test_a_recorded_call_is_repeated_with_its_arguments_and_response(sdk: Sdk) -> None:
    recorded = [
        RecordedCall(label="live 1", arguments={"project": 777}, responses=(Response(404),)),
        RecordedCall(label="live 2", arguments={"project": 778, "hue": 1}, responses=(Response(404),)),
    ]
    seen = observer(sdk).observe("projects.get", recorded)
    made = {(seen["calls"][call], seen["responses"][response][0]) for _, _, call, response, *_ in seen["exchanges"]}
    assert ("client.projects.get(project=777)", "recorded error 404 live 1") in made
    assert (seen["calls"][0], "recorded error 404 live 2") in made  # an argument that this release does not take
    assert not [call for call, _ in made if "778" in call]


def test_generated_calls_are_the_same_for_both_sides(sdk: Sdk) -> None:
    plain = len(observer(sdk).observe("projects.create")["calls"])
    drawn = [calls(observer(sdk, side=side, examples=3, seed=7).observe("projects.create")) for side in ("old", "new")]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) > plain


def test_a_class_is_found_by_its_new_name(sdk: Sdk) -> None:
    classes = ReleaseClasses(sdk.target.package, {"types.projects.Plan": "types.projects.Project"})
    assert classes["types.projects.Plan"].__name__ == "Project"


def test_client_defaults_name_the_server_of_a_call(sdk: Sdk) -> None:
    assert observer(sdk).client_defaults() == {
        "timeout": "5", "follow_redirects": "False", "max_redirects": "20", "server": "https://acme.example"
    }  # fmt: skip


def test_a_flat_value_maps_paths_to_texts() -> None:
    value = {"a": [1, {"b": None}], "when": dt.datetime(2025, 1, 2, tzinfo=dt.timezone.utc), "raw": b"x"}
    rows = flatten_value(value, lambda cls: cls.__name__, lambda _: False)
    assert rows["a[1].b"] == "None"
    assert rows["a"] == "list of 2"
    assert rows["when"] == "datetime 2025-01-02T00:00:00+00:00"
    assert rows["raw"].startswith("1 bytes ")


def test_a_model_of_the_first_pydantic_has_its_fields_in_a_flat_value() -> None:
    made = pydantic_v1.create_model("Made", account=(str, None), other=(int, 1))(account="a")
    rows = flatten_value(made, lambda cls: cls.__name__, lambda _: True)
    assert rows == {"": "Made", "account": "'a'", "other": "1"}


def test_different_long_texts_stay_different() -> None:
    one, other = (shorten("x" * MAX_TEXT + end) for end in ("a", "b"))
    assert one != other
    assert len(one) < MAX_TEXT + 60


def test_texts_of_errors_hold_no_addresses() -> None:
    assert error_text("<Thing at 0x7f00aa> failed") == "<Thing> failed"


def test_a_request_is_compared_without_credentials_and_machine_headers() -> None:
    request = Request(
        "POST", "http://sdk.test/api/?a=1",
        (("authorization", "Token secret"), ("host", "sdk.test"), ("user-agent", "python-httpx/1"), ("x-own", "1")),
        b'{"title": "a", "tags": [1]}',
    )  # fmt: skip
    seen = comparable_request(request, "60", {"secret": "<credentials>"})
    assert seen["headers"] == {
        "authorization": "Token <credentials>",
        "user-agent": "python-httpx/...",  # of the environment's version
        "x-own": "1",
    }
    assert seen["body"] == {"/title": '"a"', "/tags/0": "1"}


def test_an_observation_depends_on_nothing_else_of_a_contract_than_its_slice(sdk: Sdk) -> None:
    whole = approved_contract()
    slices = ContractSlices(whole)
    for path in whole.paths():
        models = {name: whole.models[name] for name in slices.models(path)}
        operations = {twin: {path: known[path]} if path in known else {} for twin, known in whole.twins.items()}
        alone = replace(whole, version="9.9.9", models=models, twins=operations, exports=(), attempts={}, helpers=())
        assert ContractSlices(alone).digest(path) == slices.digest(path)
        both = [Observer(sdk, (known, known), "new", Renames(), examples=1) for known in (whole, alone)]
        assert both[0].observe(path) == both[1].observe(path), path


def test_a_model_that_only_one_release_requires_adds_no_exchange_to_one_side(sdk: Sdk) -> None:
    name = next(name for name in approved_contract().models if name.endswith(".Task"))
    model = replace(required("request", "body"), type=Type("model", name=name))
    newer = with_parameters("tasks.get", model)

    old, new = (observer(sdk, newer, side).observe("tasks.get") for side in ("old", "new"))

    assert [exchange[:4] for exchange in old["exchanges"]] == [exchange[:4] for exchange in new["exchanges"]]
