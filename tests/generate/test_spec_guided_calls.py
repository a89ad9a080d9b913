"""Calls of an operation that a document describes: valid for it, or marked as invalid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.contract.document import Document, match_operations
from conformance.contract.model import Contract, Operation
from conformance.contract.types import Type
from conformance.generate.call import Call
from conformance.generate.openapi import schema_validator
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory
from conformance.generate.spec_guided_calls import INVALID, SpecGuidedCalls
from conformance.generate.strategies import Strategies
from conformance.generate.values import Record
from tests.contract.conftest import PUBLISHED, published
from tests.contract.conftest import approved as approved_release
from tests.vocabulary import Describe, acme_document, approved_contract, approved_operation

few = settings(max_examples=5, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def descriptions(document: Document, contract: Contract) -> Iterator[tuple[Operation, SpecGuidedCalls]]:
    """Every operation that a document describes."""
    for path, spec in match_operations(document, contract).items():
        operation = contract.operation(path)
        assert operation is not None
        yield operation, SpecGuidedCalls(document.raw, spec, operation, contract.models)


@lru_cache
def planned(release: str) -> tuple[tuple[Operation, SpecGuidedCalls, tuple[Call, ...]], ...]:
    """The calls without chance of every operation that the document of a release describes."""
    contract = approved_release(release)
    return tuple(
        (operation, it, tuple(call for call, _ in Plan(operation, ResponseFactory(contract.models), it).fixed_calls()))
        for operation, it in descriptions(published(release), contract)
    )


def some_values(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """A few values of a strategy."""
    seen: list[Any] = []

    @few
    @given(strategy)
    def remember(value: Any) -> None:
        seen.append(value)

    remember()
    return seen


@pytest.mark.documents
@pytest.mark.parametrize("release", PUBLISHED)
class TestOfAPublishedRelease:
    def test_every_operation_is_described(self, release: str) -> None:
        contract = approved_release(release)
        assert sorted(match_operations(published(release), contract)) == contract.paths()

    def test_every_planned_body_is_valid_for_the_document_or_marked_invalid(self, release: str) -> None:
        raw = published(release).raw
        for _, it, calls in planned(release):
            judge = schema_validator(raw, it.spec.body_schema or {})
            for call in calls if it.judge else ():
                assert bool(judge(it.body(call))) == (call.origin == INVALID), (call, judge(it.body(call)))

    def test_only_distinctive_calls_that_the_types_allow_are_sent_invalid(self, release: str) -> None:
        contract = approved_release(release)
        for operation, _, calls in planned(release):
            plain = [call.arguments for call, _ in Plan(operation, ResponseFactory(contract.models)).fixed_calls()]
            assert calls[0].origin == "simplest"
            assert all(call.arguments in plain for call in calls if call.origin == INVALID)

    def test_a_null_that_the_document_forbids_is_sent_by_invalid_calls_only(self, release: str) -> None:
        nulls = 0
        for _, it, calls in planned(release):
            for call in calls if it.judge else ():
                sent = [
                    parameter.name for parameter in it.body_parameters if call.arguments.get(parameter.name, "") is None
                ]
                assert call.origin == INVALID or all(it.coercer.allows_null(it.schemas[name]) for name in sent)
                nulls += len(sent)
        assert nulls

    def test_no_planned_call_is_made_twice(self, release: str) -> None:
        for _, _, calls in planned(release):
            assert len(calls) == len({repr(call.arguments) for call in calls})


@pytest.mark.documents
@pytest.mark.parametrize("path", ["tasks.create", "projects.update", "webhooks.create", "views.create", "users.create"])
class TestGeneratedForAPublishedRelease:
    release = "2.0.7"

    def it(self, path: str) -> tuple[Operation, SpecGuidedCalls]:
        return next((operation, it) for operation, it, _ in planned(self.release) if operation.path == path)

    def test_calls_are_valid(self, path: str) -> None:
        operation, it = self.it(path)
        calls = some_values(it.generated_calls(Strategies(approved_release(self.release).models).calls(operation)))
        assert [it.body_errors(call) for call in calls] == [[]] * len(calls)
        assert INVALID not in {call.origin for call in calls}

    def test_invalid_calls_are_invalid_and_marked(self, path: str) -> None:
        _, it = self.it(path)
        calls = [call for call in some_values(it.invalid()) if call is not None]
        assert calls
        assert all(it.body_errors(call) and call.origin == INVALID for call in calls)

    def test_calls_have_every_required_argument(self, path: str) -> None:
        operation, it = self.it(path)
        required = {parameter.name for parameter in operation.accepted if parameter.required}
        for call in some_values(it.invalid()):
            assert call is None or required <= call.arguments.keys()


def of(path: str, describe: Describe | None = None) -> SpecGuidedCalls:
    """One operation of acme, as its document describes it."""
    document, operation = acme_document(describe), approved_operation(path)
    return SpecGuidedCalls(
        document.raw, match_operations(document, approved_contract())[path], operation, approved_contract().models
    )


def properties(document: dict[str, Any], path: str, verb: str) -> dict[str, Any]:
    """The fields of a body in the document."""
    body: dict[str, Any] = document["paths"][path][verb]["requestBody"]["content"]["application/json"]["schema"]
    return body


class TestConformed:
    def test_values_that_the_document_allows_stay_unchanged(self) -> None:
        call = Call("projects.create", {"title": "a", "due": dt.date(2025, 3, 4), "settings": None}, "full")
        assert of("projects.create").conform(call) == call

    def test_fields_that_the_document_requires_are_added(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            properties(document, "/api/projects/", "post")["required"] = ["title", "due", "labels"]

        held = of("projects.create", describe).conform(Call("projects.create", {"title": "a"}, "simplest"))
        assert held.arguments == {"title": "a", "due": dt.date(2025, 3, 4), "labels": []}

    def test_a_null_that_the_document_forbids_is_left_out(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            properties(document, "/api/projects/{project}/", "patch")["properties"]["score"] = {"type": "number"}

        call = Call("projects.update", {"project": 1, "score": None, "title": None}, "none")
        assert of("projects.update", describe).conform(call).arguments == {"project": 1, "title": None}

    def test_a_model_stays_a_model(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            settings = document["components"]["schemas"]["Settings"]["properties"]
            name = next(name for name, schema in settings.items() if "boolean" in str(schema.get("type")))
            settings[name] = {"type": "boolean", "enum": [False]}

        it = of("projects.create", describe)
        value = it.samples.fullest(Type("model", name="types.projects.Settings"))
        held = it.conform(Call("projects.create", {"title": "a", "settings": value}, "full"))
        assert it.body_errors(held) == []
        assert isinstance(held.arguments["settings"], Record)

    def test_bodies_that_cannot_be_made_valid_are_marked(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            title = {"type": "string", "pattern": "^unguessable-[0-9]{9}$"}
            properties(document, "/api/projects/", "post")["properties"]["title"] = title

        assert of("projects.create", describe).conform(Call("projects.create", {"title": "a"})).origin == INVALID

    def test_query_and_path_values_keep_to_members_and_bounds(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            get = document["paths"]["/api/projects/{project}/"]["get"]
            get["parameters"][0]["schema"] = {"type": "integer", "minimum": 5}
            get["parameters"][0]["name"] = "pk"
            get["parameters"][1]["schema"] = {"type": "integer", "enum": [7]}
            document["paths"]["/api/projects/{pk}/"] = {"get": get}
            del document["paths"]["/api/projects/{project}/"]

        held = of("projects.get", describe).conform(Call("projects.get", {"project": 1, "members_limit": 1}))
        assert held.arguments == {"project": 5, "members_limit": 7}

    def test_path_values_made_to_be_hostile_stay_hostile(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            document["paths"]["/api/tasks/{task}/"]["get"]["parameters"][0]["schema"] = {"enum": ["one"]}

        it = of("tasks.get", describe)
        assert it.conform(Call("tasks.get", {"task": "a/b"}, "path")).arguments == {"task": "a/b"}
        assert it.conform(Call("tasks.get", {"task": "a/b"}, "edge")).arguments == {"task": "one"}

    def test_a_body_that_is_one_argument_is_fitted_too(self) -> None:
        def describe(document: dict[str, Any]) -> None:
            properties(document, "/api/tasks/", "post")["maxItems"] = 1

        it = of("tasks.add", describe)
        value = it.samples.fullest(it.body_parameters[0].type)
        held = it.conform(Call("tasks.add", {"project": 1, "request": value}, "full"))
        assert it.body_errors(held) == []
        assert held.arguments["request"] == value[:1]


def test_a_full_call_that_the_document_forbids_is_also_sent_and_marked_invalid() -> None:
    def describe(document: dict[str, Any]) -> None:
        properties(document, "/api/projects/", "post")["properties"]["title"] = {"type": "string", "maxLength": 3}

    it = of("projects.create", describe)
    call = Call("projects.create", {"title": "title 1"}, "full")
    assert [(conforming.arguments["title"], conforming.origin) for conforming in it.conform_all([call])] == [
        ("tit", "full"),
        ("title 1", INVALID),
    ]


def test_an_operation_without_a_json_body_has_no_invalid_calls() -> None:
    assert of("files.upload").invalid().is_empty
    assert of("tasks.get").takes_all
