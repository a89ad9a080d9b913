"""Reading a user's OpenAPI document, and finding the operations of a contract in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.contract.document import Document, SpecOperation, SpecParameter, match_operations
from conformance.contract.model import Contract, Operation
from conformance.contract.openapi import to_openapi
from conformance.contract.read_document import load_document, read_document, snake_case
from conformance.contract.types import ANY
from conformance.contract.url_shape import path_shape
from conformance.errors import EnvironmentFailed, UsageError
from conformance.targets.target import SpecExtensions
from tests.contract.conftest import PUBLISHED, approved, published

EXTENSIONS = SpecExtensions(method=("x-group", "x-method"), audience="x-audiences")


def document_of(paths: dict[str, Any], **more: Any) -> Document:
    return read_document(
        {"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": paths, **more}, EXTENSIONS
    )


def the_operation(data: dict[str, Any], **more: Any) -> SpecOperation:
    (operation,) = document_of({"/things/{id}": {"post": data}}, **more).operations
    return operation


def contract_of(*operations: Operation) -> Contract:
    twin = {operation.path: operation for operation in operations}
    return Contract(target="faux", distribution="faux", version="1", twins={"sync": twin, "async": twin}, models={})


def body_of(schema: dict[str, Any], content_type: str = "application/json") -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {content_type: {"schema": schema}}}}


class TestReading:
    @pytest.mark.parametrize("name", ["api.json", "api.yaml", "api.yml", "api"])
    def test_takes_json_by_any_name(self, tmp_path: Path, name: str) -> None:
        file = tmp_path / name
        file.write_text(json.dumps({"openapi": "3.1.0", "info": {"title": "T", "version": "2"}, "paths": {}}))
        assert load_document(file).version == "2"

    def test_takes_yaml(self, tmp_path: Path) -> None:
        file = tmp_path / "api.yaml"
        file.write_text(
            "openapi: 3.0.3\ninfo: {title: T, version: '7'}\npaths:\n  /things:\n    get: {responses: {}}\n"
        )
        document = load_document(file)
        assert (document.title, document.version) == ("T", "7")
        assert [operation.label for operation in document.operations] == ["GET /things"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("{", "not JSON"),
            ("a: b: c", "neither JSON nor YAML"),
            ("- 1", "got a list"),
            ("just text", "got a str"),
            ("{}", "without the key `openapi`"),
            ("openapi: 3.0.3", "without `paths`"),
            ("openapi: 4.0.0\npaths: {}", "got OpenAPI 4.0.0"),
            ("swagger: '1.2'\npaths: {}", "got Swagger 1.2"),
            ("swagger: '2.0'", "got Swagger 2.0 without `paths`"),
            ("swagger: '2.0'\npaths: {/a: {get: {parameters: 1}}}", "malformed"),
            ("openapi: 3.0.3\npaths: {/a: {get: {parameters: [1]}}}", "malformed"),
            ("openapi: 3.0.3\npaths: {/a: {get: {parameters: [{$ref: '#/nowhere'}]}}}", "leads nowhere"),
            ("openapi: 3.0.3\npaths: {/a: {get: {parameters: [{$ref: 'other.yaml#/a'}]}}}", "does not exist"),
            ("openapi: 3.0.3\npaths: {/a: {$ref: '#/paths/~1a'}}", "circular"),
        ],
    )
    def test_refuses_other_documents_and_prints_what_it_got(self, tmp_path: Path, text: str, expected: str) -> None:
        file = tmp_path / "api.yaml"
        file.write_text(text)
        with pytest.raises(UsageError) as refused:
            load_document(file)
        assert expected in str(refused.value)
        assert str(refused.value).startswith(f"--spec {file}: ")

    def test_names_the_file_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"absent\.yaml: cannot be read"):
            load_document(tmp_path / "absent.yaml")

    def test_names_the_extra_that_yaml_needs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "yaml", None)
        (tmp_path / "api.yaml").write_text("openapi: 3.0.3")
        with pytest.raises(EnvironmentFailed, match=r"pip install .*pyyaml"):
            load_document(tmp_path / "api.yaml")

    def test_reads_a_contract_that_was_written_as_openapi(self, contract: Contract) -> None:
        document = read_document(to_openapi(contract))
        assert {operation.id for operation in document.operations} == set(contract.paths())
        assert set(match_operations(document, contract)) == set(contract.paths())


class TestAnOperation:
    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"x-group": "things", "x-method": "get"}, "things.get"),
            ({"x-group": ["projects", "exportStorage"], "x-method": "listAll"}, "projects.export_storage.list_all"),
            ({"x-group": "project-templates", "x-method": "import"}, "project_templates.import_"),
            ({"x-group": "projects.members", "x-method": "list"}, "projects.members.list"),
            ({"x-method": "version"}, "version"),
            ({"x-group": "things"}, None),
            ({}, None),
        ],
    )
    def test_has_the_attribute_path_of_the_document(self, given: dict[str, Any], path: str | None) -> None:
        assert the_operation(given).sdk_path == path

    @pytest.mark.parametrize("given", [{"x-audiences": ["internal"]}, {"x-internal": True}])
    def test_is_internal_if_the_document_marks_it(self, given: dict[str, Any]) -> None:
        assert the_operation(given).internal
        assert not the_operation({"x-audiences": ["public"]}).internal

    def test_has_the_parameters_of_its_path_unless_it_has_its_own(self) -> None:
        shared = [
            {"$ref": "#/components/parameters/Id"},
            {"in": "query", "name": "page", "schema": {"type": "string"}},
        ]
        own = [{"in": "query", "name": "page", "required": True, "schema": {"type": "integer"}}]
        paths = {"/things/{id}": {"parameters": shared, "get": {"parameters": own}}}
        id_ = {"in": "path", "name": "id", "schema": {"type": "integer"}}
        (operation,) = document_of(paths, components={"parameters": {"Id": id_}}).operations
        assert operation.parameters == (
            SpecParameter(name="id", location="path", required=True, schema={"type": "integer"}),
            SpecParameter(name="page", location="query", required=True, schema={"type": "integer"}),
        )

    def test_prefers_json_among_the_content_types_of_its_body(self) -> None:
        content = {"multipart/form-data": {}, "application/vnd.things+json": {"schema": {"type": "object"}}}
        operation = the_operation({"requestBody": {"content": content}})
        assert operation.body_content_type == "application/vnd.things+json"
        assert operation.body_content_types == tuple(content)
        assert (operation.body_schema, operation.body_required) == ({"type": "object"}, False)

    def test_has_the_fields_of_a_body_behind_references_and_in_all_of(self) -> None:
        schemas = {
            "Base": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
            "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"name": {"type": "string"}}},
        }
        operation = the_operation(body_of({"$ref": "#/components/schemas/Thing"}), components={"schemas": schemas})
        assert operation.body_fields == {"id": ({"type": "integer"}, True), "name": ({"type": "string"}, False)}

    def test_has_no_fields_where_its_body_is_no_object(self) -> None:
        assert the_operation(body_of({"type": "array", "items": {}})).body_fields == {}

    def test_has_the_schema_of_each_response(self) -> None:
        json_response = {"content": {"application/json": {"schema": {"type": "string"}}}}
        operation = the_operation({"responses": {200: json_response, "204": {"description": "Nothing"}}})
        assert operation.responses == {"200": {"type": "string"}, "204": None}


@pytest.mark.parametrize(
    ("name", "snake"),
    [("getTask", "get_task"), ("S3Bucket", "s3_bucket"), ("HTTPServer", "http_server"), ("class", "class_")],
)
def test_names_become_those_of_python(name: str, snake: str) -> None:
    assert snake_case(name) == snake


class TestMatching:
    def test_matches_by_the_attribute_path_first(self) -> None:
        document = document_of(
            {
                "/things/": {"get": {}},
                "/v2/things/": {"get": {"x-group": "things", "x-method": "list"}},
            }
        )
        matched = match_operations(
            document,
            contract_of(Operation(path="things.list", method="GET", url="/things/", parameters=(), response=ANY)),
        )
        assert matched["things.list"].path == "/v2/things/"

    @pytest.mark.parametrize("path", ["/things/{id}", "/things/{pk}", "/things/{id}/"])
    def test_matches_by_method_and_path_otherwise(self, path: str) -> None:
        document = document_of({path: {"get": {}, "delete": {}}})
        matched = match_operations(
            document,
            contract_of(Operation(path="things.get", method="GET", url="/things/{id}", parameters=(), response=ANY)),
        )
        assert matched["things.get"].label == f"GET {path}"

    def test_prefers_the_path_with_the_same_end(self) -> None:
        document = document_of({"/things": {"get": {}}, "/things/": {"get": {}}})
        matched = match_operations(
            document,
            contract_of(Operation(path="things.list", method="GET", url="/things/", parameters=(), response=ANY)),
        )
        assert matched["things.list"].path == "/things/"

    def test_gives_an_operation_to_one_only(self) -> None:
        document = document_of({"/things": {"get": {"x-group": "things", "x-method": "list"}}})
        operations = (
            Operation(path="things.all", method="GET", url="/things", parameters=(), response=ANY),
            Operation(path="things.list", method="GET", url="/things", parameters=(), response=ANY),
        )
        assert list(match_operations(document, contract_of(*operations))) == ["things.list"]

    def test_leaves_out_what_the_document_does_not_have(self) -> None:
        operation = Operation(path="things.list", method="GET", url="/things", parameters=(), response=ANY)
        assert match_operations(document_of({"/things": {"post": {}}}), contract_of(operation)) == {}


@pytest.mark.documents
@pytest.mark.parametrize("release", PUBLISHED)
class TestTheApprovedContractAndTheDocumentItWasGeneratedFrom:
    """The two sources know nothing of each other: where they agree, probing has found the truth."""

    def test_have_the_same_operations(self, release: str) -> None:
        matched = match_operations(published(release), approved(release))
        assert sorted(matched) == approved(release).paths()
        asked_for = {
            operation.sdk_path
            for operation in published(release).operations
            if operation.sdk_path and not operation.internal
        }
        assert asked_for == set(matched)

    def test_have_the_same_verbs_and_paths(self, release: str) -> None:
        for path, spec in match_operations(published(release), approved(release)).items():
            operation = approved(release).operation(path)
            assert operation
            assert (operation.method, path_shape(operation.url)) == (spec.method, path_shape(spec.path)), path

    def test_have_the_same_parameters(self, release: str) -> None:
        for path, spec in match_operations(published(release), approved(release)).items():
            operation = approved(release).operation(path)
            assert operation
            ours = {
                (parameter.location, parameter.wire_name, parameter.required)
                for parameter in operation.parameters
                if parameter.location in {"query", "header", "cookie"}
            }
            theirs = {
                (parameter.location, parameter.name, parameter.required)
                for parameter in spec.parameters
                if parameter.location != "path"
            }
            assert ours == theirs, path

    def test_have_the_same_body_fields(self, release: str) -> None:
        for path, spec in match_operations(published(release), approved(release)).items():
            operation = approved(release).operation(path)
            assert operation
            assert (operation.body == "none") == (spec.body_schema is None), path
            assert operation.content_type is None or operation.content_type in spec.body_content_types, path
            assert {
                parameter.wire_name
                for parameter in operation.parameters
                if parameter.location in {"field", "form", "file"}
            } == set(spec.body_fields), path

    def test_differ_in_what_a_body_requires_only_where_a_field_has_no_type(self, release: str) -> None:
        different = {
            f"{path}.{parameter.wire_name}": spec.body_fields[parameter.wire_name][0].keys()
            & {"type", "$ref", "oneOf", "allOf"}
            for path, spec in match_operations(published(release), approved(release)).items()
            for parameter in getattr(approved(release).operation(path), "parameters", ())
            if parameter.location == "field" and parameter.required != spec.body_fields[parameter.wire_name][1]
        }
        assert different == {"tasks.create.data": set()}

    def test_have_the_same_errors(self, release: str) -> None:
        for path, spec in match_operations(published(release), approved(release)).items():
            operation = approved(release).operation(path)
            assert operation
            assert set(operation.errors) == {int(status) for status in spec.responses if status[0] in "45"}, path
