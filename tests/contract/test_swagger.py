"""Swagger 2.0 documents are converted to OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator

from conformance.contract.swagger import to_openapi_3

OK = {"200": {"description": "fine"}}


def swagger(operation: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:
    """A valid document with one operation."""
    document = {
        "swagger": "2.0",
        "info": {"title": "Kiosk", "version": "1"},
        "paths": {"/things": {"post": {"responses": OK, **(operation or {})}}},
        **others,
    }
    assert not list(OpenAPIV2SpecValidator(document).iter_errors())
    return document


def converted(document: dict[str, Any]) -> dict[str, Any]:
    """The converted document, once it is known to be valid."""
    made = to_openapi_3(document)
    assert not list(OpenAPIV30SpecValidator(made).iter_errors())
    assert made["openapi"] == "3.0.3"
    return made


def post(made: Mapping[str, Any]) -> Any:
    return made["paths"]["/things"]["post"]


def test_definitions_are_schemas_and_references_follow_them() -> None:
    thing = {
        "type": "object",
        "properties": {"next": {"$ref": "#/definitions/Thing"}, "x-nullable": {"type": "string"}},
    }
    operation = {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Thing"}}}}
    made = converted(swagger(operation, definitions={"Thing": thing}))
    reference = {"$ref": "#/components/schemas/Thing"}
    assert post(made)["responses"]["200"]["content"] == {"application/json": {"schema": reference}}
    # a property may be called like a word of the language
    assert made["components"]["schemas"]["Thing"]["properties"] == {"next": reference, "x-nullable": {"type": "string"}}


def test_a_type_with_null_is_nullable() -> None:
    schema = {"type": "array", "items": {"type": "string", "x-nullable": True}, "x-nullable": True}
    made = converted(swagger(definitions={"Names": schema}))
    assert made["components"]["schemas"]["Names"] == {
        "type": "array",
        "items": {"type": "string", "nullable": True},
        "nullable": True,
    }


def test_a_body_is_a_request_body() -> None:
    body = {"in": "body", "name": "data", "required": True, "description": "it", "schema": {"type": "object"}}
    made = converted(swagger({"parameters": [body], "consumes": ["application/json", "application/xml"]}))
    assert post(made)["parameters"] == []
    assert post(made)["requestBody"] == {
        "description": "it",
        "required": True,
        "content": {kind: {"schema": {"type": "object"}} for kind in ("application/json", "application/xml")},
    }


@pytest.mark.parametrize(
    ("kind", "schema", "media_type"),
    [
        ("file", {"type": "string", "format": "binary"}, "multipart/form-data"),
        ("string", {"type": "string"}, "application/x-www-form-urlencoded"),
    ],
)
def test_fields_of_a_form_are_one_body(kind: str, schema: dict[str, str], media_type: str) -> None:
    fields = [
        {"in": "formData", "name": "what", "type": kind, "required": True},
        {"in": "formData", "name": "note", "type": "string", "description": "why"},
    ]
    made = converted(swagger({"parameters": fields, "consumes": [media_type]}))
    assert post(made)["requestBody"]["content"] == {
        media_type: {
            "schema": {
                "type": "object",
                "properties": {"what": schema, "note": {"type": "string", "description": "why"}},
                "required": ["what"],
            }
        }
    }


@pytest.mark.parametrize(
    ("collection", "style"),
    [
        ("multi", {"explode": True}),
        ("csv", {"explode": False}),
        (None, {"explode": False}),
        ("pipes", {"style": "pipeDelimited", "explode": False}),
    ],
)
def test_a_parameter_has_its_type_in_a_schema(collection: str | None, style: dict[str, Any]) -> None:
    ids = {"in": "query", "name": "ids", "type": "array", "items": {"type": "integer"}, "description": "which"}
    made = converted(swagger({"parameters": [{**ids, **({"collectionFormat": collection} if collection else {})}]}))
    schema = {"type": "array", "items": {"type": "integer"}}
    assert post(made)["parameters"] == [
        {"in": "query", "name": "ids", "description": "which", "schema": schema, **style}
    ]


def test_shared_parameters_and_responses_stay_shared_unless_they_are_bodies() -> None:
    document = swagger(
        {
            "parameters": [{"$ref": "#/parameters/page"}, {"$ref": "#/parameters/data"}],
            "responses": {"200": {"$ref": "#/responses/fine"}},
        },
        parameters={
            "page": {"in": "query", "name": "page", "type": "integer"},
            "data": {"in": "body", "name": "data", "schema": {"type": "string"}},
        },
        responses={"fine": {"description": "fine", "headers": {"X-Count": {"type": "integer"}}}},
    )
    made = converted(document)
    assert made["components"]["responses"]["fine"]["headers"] == {"X-Count": {"schema": {"type": "integer"}}}
    assert list(made["components"]["parameters"]) == ["page"]
    assert post(made)["parameters"][0]["name"] == "page"
    assert post(made)["responses"] == {"200": {"$ref": "#/components/responses/fine"}}
    assert post(made)["requestBody"]["content"]["application/json"]["schema"] == {"type": "string"}


def test_where_the_server_is_is_kept() -> None:
    made = converted(swagger(host="localhost:80", basePath="/v1/", schemes=["http", "https"]))
    assert made["servers"] == [{"url": "http://localhost:80/v1"}, {"url": "https://localhost:80/v1"}]


def test_how_to_authenticate_is_kept() -> None:
    schemes = {
        "token": {"type": "apiKey", "name": "Authorization", "in": "header"},
        "basic": {"type": "basic", "description": "old"},
        "oauth": {"type": "oauth2", "flow": "application", "tokenUrl": "https://a/b", "scopes": {"all": "everything"}},
    }
    made = converted(swagger(securityDefinitions=schemes, security=[{"token": []}]))
    assert made["security"] == [{"token": []}]
    assert made["components"]["securitySchemes"] == {
        "token": schemes["token"],
        "basic": {"type": "http", "scheme": "basic", "description": "old"},
        "oauth": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "https://a/b", "scopes": {"all": "everything"}}},
        },
    }
