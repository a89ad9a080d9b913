"""Bodies generated from a document, and the judgement on them, for every kind of body that a real document has."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.contract.document import SpecOperation
from conformance.contract.read_document import read_document
from conformance.generate.openapi import invalid_bodies, schema_validator, to_json_schema, valid_bodies
from tests.contract.conftest import published

RELEASE = "2.0.7"
OPERATIONS = (
    "actions.create",
    "annotations.create",
    "export_storage.s3.create",
    "prompts.versions.create",
    "projects.create",
    "projects.import_tasks",
    "projects.members.bulk.post",
    "tasks.create",
    "users.create",
    "webhooks.create",
    "workspaces.members.create",
)
few = settings(max_examples=10, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
Bodies = Callable[[dict[str, Any], SpecOperation], st.SearchStrategy[Any]]


def real(path: str) -> SpecOperation:
    return next(operation for operation in published(RELEASE).operations if operation.sdk_path == path)


def bodies(strategy: st.SearchStrategy[Any]) -> list[Any]:
    seen: list[Any] = []

    @few
    @given(strategy)
    def remember(body: Any) -> None:
        seen.append(body)

    remember()
    return seen


def document_of(
    schema: dict[str, Any] | None, content_type: str = "application/json", **schemas: Any
) -> dict[str, Any]:
    post: dict[str, Any] = {"responses": {"200": {"description": "Done"}}}
    if schema is not None:
        post["requestBody"] = {"content": {content_type: {"schema": schema}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/things": {"post": post}},
        "components": {"schemas": schemas},
    }


def only_operation(raw: dict[str, Any]) -> SpecOperation:
    (operation,) = read_document(raw).operations
    return operation


@pytest.mark.documents
@pytest.mark.parametrize("path", OPERATIONS)
class TestOfARealDocument:
    def test_valid_bodies_are_accepted(self, path: str) -> None:
        raw, operation = published(RELEASE).raw, real(path)
        judge = schema_validator(raw, operation.body_schema or {})
        assert [judge(body) for body in bodies(valid_bodies(raw, operation))] == [[]] * few.max_examples

    def test_invalid_bodies_are_rejected_with_a_place(self, path: str) -> None:
        raw, operation = published(RELEASE).raw, real(path)
        judge = schema_validator(raw, operation.body_schema or {})
        for body in bodies(invalid_bodies(raw, operation)):
            complaints = judge(body)
            assert complaints
            assert all(complaint.startswith(("/", "(whole): ")) for complaint in complaints)

    @pytest.mark.parametrize("strategy", [valid_bodies, invalid_bodies])
    def test_bodies_are_json(self, path: str, strategy: Bodies) -> None:
        for body in bodies(strategy(published(RELEASE).raw, real(path))):
            assert json.loads(json.dumps(body)) == body

    def test_the_same_bodies_come_each_time(self, path: str) -> None:
        raw, operation = published(RELEASE).raw, real(path)
        assert bodies(valid_bodies(raw, operation)) == bodies(valid_bodies(raw, operation))


@pytest.mark.documents
def test_generating_leaves_the_document_as_it_was() -> None:
    raw = published(RELEASE).raw
    before = copy.deepcopy(raw)
    bodies(invalid_bodies(raw, real("projects.create")))
    assert raw == before


@pytest.mark.parametrize("strategy", [valid_bodies, invalid_bodies])
@pytest.mark.parametrize("raw", [document_of(None), document_of({"type": "object"}, "multipart/form-data")])
def test_an_operation_without_a_json_body_has_no_bodies(strategy: Bodies, raw: dict[str, Any]) -> None:
    assert strategy(raw, only_operation(raw)).is_empty


def test_a_body_that_may_be_anything_has_no_invalid_bodies() -> None:
    raw = document_of({})
    assert invalid_bodies(raw, only_operation(raw)).is_empty


def test_a_file_in_a_json_body_is_never_generated() -> None:
    raw = document_of({"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}})
    assert bodies(valid_bodies(raw, only_operation(raw)))


class TestJsonSchema:
    @pytest.mark.parametrize(
        ("openapi", "json_schema"),
        [
            ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
            ({"type": "string", "nullable": False}, {"type": "string"}),
            ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
            ({"$ref": "#/a", "nullable": True}, {"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
            (
                {"allOf": [{"$ref": "#/a"}], "nullable": True},
                {"anyOf": [{"allOf": [{"$ref": "#/a"}]}, {"type": "null"}]},
            ),
            ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
            ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
            ({"exclusiveMinimum": 3}, {"exclusiveMinimum": 3}),
            ({"items": {"type": "string", "nullable": True}}, {"items": {"type": ["string", "null"]}}),
            (
                {"properties": {"nullable": {"type": "string", "nullable": True}}},
                {"properties": {"nullable": {"type": ["string", "null"]}}},
            ),
            ({"example": {"nullable": True}}, {"example": {"nullable": True}}),
            ({"additionalProperties": False}, {"additionalProperties": False}),
            (True, True),
        ],
        ids=str,
    )
    def test_gives_the_same_schemas_as_openapi(self, openapi: Any, json_schema: Any) -> None:
        assert to_json_schema({}, openapi) == json_schema

    def test_requires_each_direction_its_own_properties(self) -> None:
        schema = {
            "properties": {
                "id": {"readOnly": True},
                "password": {"writeOnly": True},
                "made": {"$ref": "#/components/schemas/Stamp"},
                "name": {},
            },
            "required": ["id", "password", "made", "name"],
        }
        raw = document_of(None, Stamp={"type": "string", "readOnly": True})
        assert [text.split('"')[1] for text in schema_validator(raw, schema)({})] == ["password", "name"]
        assert [text.split('"')[1] for text in schema_validator(raw, schema, request=False)({})] == [
            "id",
            "made",
            "name",
        ]


class TestTheValidator:
    def test_points_at_what_is_wrong(self) -> None:
        judge = schema_validator(document_of(None), {"properties": {"a/b": {"items": {"type": "integer"}}}})
        assert judge({"a/b": [1, "two"]}) == ['/a~1b/1: "two" is not of type "integer"']
        assert judge({"a/b": [1, 2]}) == []

    def test_follows_references_into_the_document(self) -> None:
        tree = {"type": "object", "properties": {"child": {"$ref": "#/components/schemas/Tree"}}, "nullable": True}
        judge = schema_validator(document_of(None, Tree=tree), {"$ref": "#/components/schemas/Tree"})
        assert judge({"child": {"child": None}}) == []
        assert judge({"child": {"child": 1}}) != []

    def test_validates_formats_that_json_schema_knows(self) -> None:
        judge = schema_validator(document_of(None), {"type": "string", "format": "date-time"})
        assert judge("2031-01-01T00:00:00Z") == []
        assert judge("yesterday") != []
        assert schema_validator(document_of(None), {"type": "string", "format": "colour"})("mauve") == []
