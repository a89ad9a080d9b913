"""References from an OpenAPI document into other files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.document import Document
from conformance.contract.read_document import load_document
from conformance.errors import UsageError
from conformance.generate.openapi import schema_validator

INFO = {"title": "T", "version": "1"}


def loaded(folder: Path, files: dict[str, Any]) -> Document:
    """The document `api.json` of some files."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content))
    return load_document(folder / "api.json")


def response_of(schema: dict[str, Any]) -> dict[str, Any]:
    """A document whose only operation responds with a schema."""
    content = {"application/json": {"schema": schema}}
    return {
        "openapi": "3.0.3",
        "info": INFO,
        "paths": {"/things": {"get": {"responses": {"200": {"description": "", "content": content}}}}},
    }


def errors(document: Document, value: Any) -> list[str]:
    """The errors of a value by the schema of the response."""
    schema = document.operations[0].responses["200"]
    assert schema is not None
    return schema_validator(document.raw, schema, request=False)(value)


def test_a_schema_of_another_file_validates_also_where_it_contains_itself(tmp_path: Path) -> None:
    tree = "Tree:\n  type: object\n  properties:\n    below: {type: array, items: {$ref: '#/Tree'}}\n"
    document = loaded(tmp_path, {"api.json": response_of({"$ref": "./parts/t.yaml#/Tree"}), "parts/t.yaml": tree})
    assert errors(document, {"below": [{"below": []}]}) == []
    assert errors(document, {"below": [{"below": 1}]}) == ['/below/0/below: 1 is not of type "array"']


def test_files_refer_to_each_other_and_back_to_the_document(tmp_path: Path) -> None:
    document = response_of({"$ref": "a.json"})
    document["components"] = {"schemas": {"Name": {"type": "string"}, "a": {"type": "boolean"}}}
    files = {
        "api.json": document,
        "a.json": {"type": "object", "properties": {"b": {"$ref": "sub/b.json#/defs/B"}}},
        "sub/b.json": {"defs": {"B": {"type": "array", "items": {"$ref": "../api.json#/components/schemas/Name"}}}},
    }
    read = loaded(tmp_path, files)
    assert errors(read, {"b": ["x"]}) == []
    assert errors(read, {"b": [1]}) == ['/b/0: 1 is not of type "string"']


def test_paths_parameters_and_responses_may_stand_in_other_files(tmp_path: Path) -> None:
    item = {
        "parameters": [{"$ref": "shared.json#/parameters/default"}],
        "get": {"responses": {"default": {"$ref": "shared.json#/responses/default"}}},
    }
    shared = {
        "parameters": {"default": {"in": "query", "name": "q", "schema": {"$ref": "#/schemas/Text"}}},
        "responses": {"default": {"content": {"application/json": {"schema": {"$ref": "#/schemas/Text"}}}}},
        "schemas": {"Text": {"type": "string"}},
    }
    document = {"openapi": "3.1.0", "info": INFO, "paths": {"/things": {"$ref": "item.json"}}}
    read = loaded(tmp_path, {"api.json": document, "item.json": item, "shared.json": shared})
    (operation,) = read.operations
    assert [parameter.name for parameter in operation.parameters] == ["q"]
    schema = operation.responses["default"]
    assert schema is not None
    assert read.resolved(schema) == {"type": "string"}


def test_swagger_2_refers_to_other_files_too(tmp_path: Path) -> None:
    responses = {"200": {"description": "", "schema": {"$ref": "t.json#/definitions/Thing"}}}
    swagger = {"swagger": "2.0", "info": INFO, "paths": {"/things": {"get": {"responses": responses}}}}
    thing = {"definitions": {"Thing": {"type": "string", "x-nullable": True}}}
    read = loaded(tmp_path, {"api.json": swagger, "t.json": thing})
    assert errors(read, None) == []
    assert errors(read, 1) != []


def test_a_property_called_ref_and_a_reference_in_an_example_refer_to_nothing(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"$ref": {"type": "string"}, "example": {"type": "integer"}},
        "example": {"$ref": "https://example.org/thing"},
    }
    assert errors(loaded(tmp_path, {"api.json": response_of(schema)}), {"$ref": "x", "example": 1}) == []


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("https://example.org/w.json#/W", "is a URL; only relative paths"),
        ("//example.org/w.json", "is a URL"),
        ("file:///w.json", "is a URL"),
        ("/etc/w.json", "is not a relative path"),
        ("w.json#/W", "leads to a file that does not exist"),
        ("empty.json#/W", "there is no 'W'"),
        ("empty.json#W", "after `#` comes a path"),
        ("#/components/schemas/W", "leads nowhere: there is no 'components'"),
        ("broken.json#/W", "broken.json: not JSON"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_refused_with_its_place(
    tmp_path: Path, reference: str, expected: str
) -> None:
    with pytest.raises(UsageError) as refused:
        loaded(
            tmp_path, {"empty.json": {}, "broken.json": "{", "api.json": response_of({"items": {"$ref": reference}})}
        )
    message = str(refused.value)
    assert expected in message
    if "not JSON" not in message:
        assert f"responses/200/content/application~1json/schema/items: $ref {reference!r}" in message
        assert "Allowed: " in message


def test_references_that_nest_without_end_are_refused(tmp_path: Path) -> None:
    document = {"openapi": "3.0.3", "info": INFO, "paths": {"/things": {"$ref": "a.json#/a"}}}
    with pytest.raises(UsageError, match="nest without end"):
        loaded(tmp_path, {"api.json": document, "a.json": {"a": {"get": {"$ref": "#/a"}}}})
