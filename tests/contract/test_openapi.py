"""A contract as an OpenAPI document: valid, complete, and of use to the tools that read such documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from conformance.contract.model import Contract, ErrorShape, Field, Location, Model, Operation, Parameter
from conformance.contract.openapi import IN_BODY, IN_PARAMETERS, to_openapi
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.contract.url_shape import path_shape, shape_of

INTEGER = Type("integer")
quick = settings(
    max_examples=3, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method.upper(), operation


def by_id(contract: Contract) -> dict[str, dict[str, Any]]:
    return {operation["operationId"]: operation for _, _, operation in operations_of(to_openapi(contract))}


def parameter(name: str, location: Location, type_: Type = STRING, **kwargs: Any) -> Parameter:
    return Parameter(**{"wire_name": name, "required": False, **kwargs}, name=name, location=location, type=type_)


def contract_of(
    *operations: Operation, only_async: tuple[Operation, ...] = (), models: tuple[Model, ...] = ()
) -> Contract:
    sync = {operation.path: operation for operation in operations}
    return Contract(
        target="faux",
        distribution="faux-sdk",
        version="1.0",
        twins={"sync": sync, "async": sync | {operation.path: operation for operation in only_async}},
        models={model.name: model for model in models},
    )


def schema_of(type_: Type, *models: Model) -> Any:
    operation = Operation(path="things.get", method="GET", url="/things", parameters=(), response=type_)
    response = by_id(contract_of(operation, models=models))["things.get"]["responses"]["200"]
    return response["content"]["application/json"]["schema"]


def generated(operation: Any) -> list[Any]:
    """The cases that Schemathesis generates for one operation."""
    seen: list[Any] = []

    @quick
    @given(operation.as_strategy())
    def remember(case: Any) -> None:
        seen.append(case)

    remember()
    return seen


def loaded(document: dict[str, Any]) -> list[Any]:
    """The operations that Schemathesis reads in a document."""
    results = schemathesis.openapi.from_dict(document, config=SchemathesisConfig()).get_all_operations()
    return [result.ok() for result in results if isinstance(result, Ok)]


class TestApprovedContracts:
    def test_are_valid_openapi(self, contract: Contract) -> None:
        assert list(OpenAPIV31SpecValidator(to_openapi(contract)).iter_errors()) == []

    def test_have_every_operation(self, contract: Contract) -> None:
        paths = [
            path
            for described in by_id(contract).values()
            for path in (described["operationId"], *described.get("x-also", []))
        ]
        assert sorted(paths) == contract.paths()

    def test_have_every_verb_and_path(self, contract: Contract) -> None:
        places = {
            described["operationId"]: (method, path_shape(url))
            for url, method, described in operations_of(to_openapi(contract))
        }
        operations = {path: contract.operation(path) for path in places}
        assert places == {
            path: (operation.method, path_shape(operation.url)) for path, operation in operations.items() if operation
        }

    def test_have_every_parameter(self, contract: Contract) -> None:
        for path, document in by_id(contract).items():
            operation = contract.operation(path)
            assert operation
            assert {
                (parameter["in"], parameter.get("x-python-name", parameter["name"]))
                for parameter in document.get("parameters", [])
            } == {
                (parameter.location, parameter.name)
                for parameter in operation.accepted
                if parameter.location in IN_PARAMETERS
            }

    def test_have_every_field_of_every_body(self, contract: Contract) -> None:
        for path, document in by_id(contract).items():
            operation = contract.operation(path)
            assert operation
            expected = [parameter for parameter in operation.accepted if parameter.location in IN_BODY]
            assert ("requestBody" in document) == bool(expected)
            for content_type, media in document.get("requestBody", {"content": {}})["content"].items():
                assert content_type == operation.content_type
                if expected[0].location == "body":
                    assert media["schema"]["x-python-name"] == expected[0].name
                    continue
                assert set(media["schema"]["properties"]) == {parameter.wire_name for parameter in expected}
                assert media["schema"].get("required", []) == [
                    parameter.wire_name for parameter in expected if parameter.required
                ]

    def test_have_every_model_once(self, contract: Contract) -> None:
        schemas = to_openapi(contract)["components"]["schemas"]
        assert sorted(schema["x-python-name"] for schema in schemas.values()) == sorted(contract.models)

    def test_refer_only_to_what_they_have(self, contract: Contract) -> None:
        text = json.dumps(to_openapi(contract))
        names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
        assert names <= set(to_openapi(contract)["components"]["schemas"])
        assert "x-unknown" not in text

    def test_are_written_alike_each_time(self, contract: Contract) -> None:
        assert json.dumps(to_openapi(contract)) == json.dumps(to_openapi(contract))

    def test_are_loaded_whole_by_schemathesis(self, contract: Contract) -> None:
        read = {operation.definition.raw["operationId"] for operation in loaded(to_openapi(contract))}
        assert read == set(by_id(contract))

    def test_give_schemathesis_what_it_needs_to_generate(self, contract: Contract) -> None:
        operations = loaded(to_openapi(contract))
        for operation in operations[:: max(1, len(operations) // 25)]:
            assert generated(operation), operation.label


class TestParameters:
    def test_keep_the_python_name_where_the_wire_has_another(self) -> None:
        operation = Operation(
            path="things.list",
            method="GET",
            url="/things",
            parameters=(parameter("all_", "query", wire_name="all"),),
            response=ANY,
        )
        (all_,) = by_id(contract_of(operation))["things.list"]["parameters"]
        assert (all_["name"], all_["x-python-name"]) == ("all", "all_")

    @pytest.mark.parametrize(
        ("type_", "style"),
        [
            (union([STRING, Type("list", (STRING,)), NULL]), {"style": "form", "explode": True}),
            (Type("map", (STRING, ANY)), {"style": "deepObject", "explode": True}),
            (STRING, {}),
        ],
        ids=["list", "map", "scalar"],
    )
    def test_of_the_query_are_written_as_the_sdk_sends_them(self, type_: Type, style: dict[str, Any]) -> None:
        operation = Operation(
            path="things.list",
            method="GET",
            url="/things",
            parameters=(parameter("ids", "query", type_),),
            response=ANY,
        )
        (ids,) = by_id(contract_of(operation))["things.list"]["parameters"]
        assert {key: ids[key] for key in ("style", "explode") if key in ids} == style

    def test_are_null_only_where_none_is_sent_as_null(self) -> None:
        optional = union([STRING, NULL])
        parameters = (
            parameter("kept", "field", optional, on_none="null"),
            parameter("left_out", "field", optional, on_none="omitted"),
        )
        operation = Operation(
            path="things.create", method="POST", url="/things", parameters=parameters, response=ANY, body="json"
        )
        body = by_id(contract_of(operation))["things.create"]["requestBody"]
        properties = body["content"]["application/json"]["schema"]["properties"]
        assert properties == {"kept": {"type": ["string", "null"]}, "left_out": {"type": "string"}}

    def test_have_the_default_that_is_sent(self) -> None:
        page = parameter("page", "query", union([INTEGER, NULL]), sent_default="1")
        (written_page,) = by_id(
            contract_of(Operation(path="things.list", method="GET", url="/things", parameters=(page,), response=ANY))
        )["things.list"]["parameters"]
        assert written_page["schema"] == {"type": "integer", "default": 1}

    def test_that_are_unrequested_are_constants(self) -> None:
        operation = Operation(
            path="things.list",
            method="GET",
            url="/things",
            parameters=(),
            response=ANY,
            constants=(("query", "source", "sdk"),),
        )
        assert by_id(contract_of(operation))["things.list"]["parameters"] == [
            {"name": "source", "in": "query", "required": True, "schema": {"const": "sdk"}}
        ]

    def test_that_no_caller_can_give_are_left_out(self) -> None:
        hidden = parameter("limit", "query", hidden=True)
        unsent = parameter("unused", "unsent")
        document = by_id(
            contract_of(
                Operation(path="things.list", method="GET", url="/things", parameters=(hidden, unsent), response=ANY)
            )
        )["things.list"]
        assert "parameters" not in document
        assert document["x-unsent"] == ["unused"]


class TestBodies:
    def test_of_optional_fields_are_optional(self) -> None:
        operation = Operation(
            path="things.create",
            method="POST",
            url="/things",
            parameters=(parameter("name", "field"),),
            response=ANY,
            body="json",
        )
        assert by_id(contract_of(operation))["things.create"]["requestBody"]["required"] is False

    def test_that_are_one_argument_are_that_argument(self) -> None:
        whole = parameter("request", "body", Type("list", (INTEGER,)), required=True)
        operation = Operation(
            path="things.create", method="POST", url="/things", parameters=(whole,), response=ANY, body="json"
        )
        schema = by_id(contract_of(operation))["things.create"]["requestBody"]["content"]["application/json"]["schema"]
        assert schema == {"type": "array", "items": {"type": "integer"}, "x-python-name": "request"}

    def test_with_a_file_are_multipart(self) -> None:
        file = parameter("file", "file", Type("file"), required=True)
        operation = Operation(
            path="files.create", method="POST", url="/files", parameters=(file,), response=ANY, body="multipart"
        )
        content = by_id(contract_of(operation))["files.create"]["requestBody"]["content"]
        assert content["multipart/form-data"]["schema"]["properties"] == {
            "file": {"type": "string", "format": "binary"}
        }


class TestResponses:
    def test_of_nothing_are_without_content(self) -> None:
        document = by_id(
            contract_of(
                Operation(
                    path="things.delete", method="DELETE", url="/things", parameters=(), response=NULL, shape="nothing"
                )
            )
        )
        assert document["things.delete"]["responses"]["204"] == {"description": "Nothing"}

    def test_that_stream_are_binary(self) -> None:
        document = by_id(
            contract_of(
                Operation(
                    path="things.export",
                    method="GET",
                    url="/things",
                    parameters=(),
                    response=Type("bytes"),
                    shape="stream",
                )
            )
        )
        content = document["things.export"]["responses"]["200"]["content"]
        assert content == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}

    def test_of_a_pager_are_its_page(self) -> None:
        page = Type("map", (STRING, INTEGER))
        pager = Operation(
            path="things.list",
            method="GET",
            url="/things",
            parameters=(),
            response=INTEGER,
            shape="pager",
            page=page,
            items="results",
        )
        document = by_id(contract_of(pager))["things.list"]
        assert document["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "object"
        assert (document["x-shape"], document["x-items"]) == ("pager", "results")

    def test_with_an_error_name_its_class_and_body(self) -> None:
        errors = {404: ErrorShape("errors.Missing"), 409: ErrorShape("errors.Conflict", "types.Why")}
        operation = Operation(
            path="things.get", method="GET", url="/things", parameters=(), response=ANY, errors=errors
        )
        responses = by_id(contract_of(operation, models=(Model("types.Why", ()),)))["things.get"]["responses"]
        assert responses["404"] == {"description": "errors.Missing"}
        assert responses["409"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Why"}


class TestTypes:
    @pytest.mark.parametrize(
        ("type_", "schema"),
        [
            (union([STRING, NULL]), {"type": ["string", "null"]}),
            (union([ANY, NULL]), {}),
            (union([STRING, INTEGER]), {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            (Type("literal", values=("a", "b")), {"type": "string", "enum": ["a", "b"]}),
            (
                union([Type("literal", values=("a",)), NULL]),
                {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
            ),
            (union([Type("literal", values=("a",)), ANY]), {"type": "string", "x-enum-open": ["a"]}),
            (
                union([Type("literal", values=("a",)), ANY, STRING, NULL]),
                {"type": ["string", "null"], "x-enum-open": ["a"]},
            ),
            (Type("datetime"), {"type": "string", "format": "date-time"}),
            (Type("map", (STRING, INTEGER)), {"type": "object", "additionalProperties": {"type": "integer"}}),
            (Type("unknown", name="odd.Thing"), {"x-unknown": "odd.Thing"}),
        ],
        ids=str,
    )
    def test_become_schemas(self, type_: Type, schema: Any) -> None:
        assert schema_of(type_) == schema

    def test_that_share_a_class_name_keep_their_full_names(self) -> None:
        models = (Model("a.Thing", ()), Model("b.Thing", ()), Model("b.Other", ()))
        assert set(to_openapi(contract_of(models=models))["components"]["schemas"]) == {"a.Thing", "b.Thing", "Other"}

    def test_that_drop_what_they_do_not_know_are_closed(self) -> None:
        model = Model("types.Thing", (Field("id_", "id", INTEGER, required=True),), keeps_unknown=False)
        assert to_openapi(contract_of(models=(model,)))["components"]["schemas"]["Thing"] == {
            "type": "object",
            "properties": {"id": {"type": "integer", "x-python-name": "id_"}},
            "required": ["id"],
            "additionalProperties": False,
            "x-python-name": "types.Thing",
        }

    def test_that_contain_themselves_can_be_generated(self) -> None:
        inner = Field("child", "child", union([Type("model", name="types.Tree"), NULL]), required=False)
        tree = Operation(
            path="trees.create",
            method="POST",
            url="/trees",
            parameters=(parameter("request", "body", Type("model", name="types.Tree"), required=True),),
            response=ANY,
            body="json",
        )
        document = to_openapi(contract_of(tree, models=(Model("types.Tree", (inner,)),)))
        assert [bool(generated(operation)) for operation in loaded(document)] == [True]


class TestOperationsThatShareAPlace:
    first = Operation(
        path="things.get",
        method="GET",
        url="/things/{id}",
        parameters=(parameter("id", "path", INTEGER, required=True), parameter("deep", "query", required=True)),
        response=STRING,
    )
    second = Operation(
        path="things.peek",
        method="GET",
        url="/things/{pk}",
        parameters=(parameter("pk", "path", INTEGER, required=True), parameter("wide", "query", required=True)),
        response=INTEGER,
    )
    removal = Operation(
        path="things.remove",
        method="DELETE",
        url="/things/{thing}",
        parameters=(parameter("thing", "path", INTEGER),),
        response=NULL,
    )

    def test_are_merged_into_the_first(self) -> None:
        (document,) = by_id(contract_of(self.first, self.second)).values()
        assert (document["operationId"], document["x-also"]) == ("things.get", ["things.peek"])
        assert {parameter["name"]: parameter["required"] for parameter in document["parameters"]} == {
            "id": True,
            "deep": False,
            "wide": False,
        }
        schema = document["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema == {"anyOf": [{"type": "string"}, {"type": "integer"}]}

    def test_but_not_the_verb_share_a_path_and_its_names(self) -> None:
        document = to_openapi(contract_of(self.first, self.removal))
        assert list(document["paths"]) == ["/things/{id}"]
        (thing,) = document["paths"]["/things/{id}"]["delete"]["parameters"]
        assert (thing["name"], thing["x-python-name"]) == ("id", "thing")
        assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []

    def test_no_longer_do_with_another_shape(self) -> None:
        other = Operation(path="things.all", method="GET", url="/things/", parameters=(), response=ANY)
        assert len(to_openapi(contract_of(self.first, other))["paths"]) == 2


def test_an_operation_of_only_the_async_client_is_marked() -> None:
    both = Operation(path="things.get", method="GET", url="/things", parameters=(), response=ANY)
    alone = Operation(path="things.watch", method="GET", url="/watch", parameters=(), response=ANY)
    document = by_id(contract_of(both, only_async=(alone,)))
    assert document["things.watch"]["x-twins"] == ["async"]
    assert "x-twins" not in document["things.get"]


@given(st.lists(st.sampled_from(["/a/{x}", "/a/{y}", "/a", "/{z}/b"]), max_size=4))
@settings(max_examples=30, database=None, derandomize=True)
def test_operations_in_any_places_make_a_valid_document(urls: list[str]) -> None:
    operations = []
    for index, url in enumerate(urls):
        names = [part[1:-1] for part in url.split("/") if part.startswith("{")]
        parameters = tuple(parameter(name, "path", INTEGER, required=True) for name in names)
        operations.append(
            Operation(path=f"things.op{index}", method="GET", url=url, parameters=parameters, response=ANY)
        )
    document = to_openapi(contract_of(*operations))
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


def test_a_shape_has_neither_names_nor_a_slash_at_its_end() -> None:
    assert shape_of("/api/projects/{id}/views/{view}/") == "/api/projects/{}/views/{}"
