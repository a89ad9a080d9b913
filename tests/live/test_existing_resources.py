"""Resources that exist on a server are found by listing them: which belong together, and why some are not found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from conformance.contract import store
from conformance.contract.model import Contract
from conformance.exchange.classify_response import classify_response
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import Exchange, Expectation
from conformance.generate.call import Call
from conformance.generate.links import Links
from conformance.live.existing_resources import MAX_LISTS, MAX_PARENTS
from conformance.live.resource_context import ResourceContext, Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.servers.ledger import Ledger
from conformance.targets.client import BASE_URL
from conformance.targets.live_recipe import load_recipe
from conformance.targets.target import load_target
from conformance.wire import Request, json_response

Data = Callable[[str, Mapping[str, Any]], Any]  # the body of an operation's response, None for a 404
CONTRACT: Final[Contract] = store.load(load_target().approved_file("2.1.2"))
PROJECTS: Final = [{"id": 1, "task_number": 0}, {"id": 2, "task_number": 9}, {"id": 3, "task_number": 2}]
TASKS: Final = {2: [{"id": 20, "project": 2}, {"id": 21, "project": 2}], 3: [{"id": 30, "project": 3}]}
ANNOTATIONS: Final = {21: [{"id": 210, "task": 21, "project": 2}], 30: [{"id": 300, "task": 30, "project": 3}]}


def stored(operation: str, arguments: Mapping[str, Any]) -> Any:
    """The responses of a server with an empty project, one with tasks, and one whose task has a prediction, too."""
    match operation:
        case "projects.list":
            return {"count": len(PROJECTS), "results": PROJECTS}
        case "tasks.list":
            return {"tasks": TASKS.get(arguments["project"], [])} if "project" in arguments else None
        case "annotations.list":
            return ANNOTATIONS.get(arguments["id"], [])
        case "predictions.list":
            return [{"id": 3000, "task": 30, "project": 3}] if arguments.get("task") in {None, 30} else []
        case "projects.exports.list":
            return [{"id": 5}] if arguments["id"] == 3 else []
    return []


class Server:
    """A server with some data; `calls` are the calls so far. Nothing may be created there, unless it is `owned`."""

    def __init__(self, data: Data, *, owned: bool = False) -> None:
        self.data, self.calls = data, list[Call]()
        recipe = load_recipe(load_target().live_file)
        self.context = ResourceContext(
            links=Links(CONTRACT, recipe), recipe=recipe, models=CONTRACT.models,
            ledger=Ledger(None, server=BASE_URL, tag="1"), call_sdk=self.call_sdk,
            send=lambda _: json_response(404, {}), emulators={}, sdk_version="2.1.2", server_version="1.23.2",
            managed=False, read_only=not owned,
        )  # fmt: skip

    def call_sdk(self, call: Call) -> Exchange:
        self.calls.append(call)
        operation = CONTRACT.operation(call.operation)
        assert operation is not None
        assert operation.method == "GET" or not self.context.read_only
        body = self.data(call.operation, call.arguments)
        response = json_response(404 if body is None else 200, {"detail": "no"} if body is None else body)
        expectation = Expectation(
            operation=operation, models={}, approved=True, attempts={}, comparer=ValueComparer({}), headers={},
            base_url=BASE_URL, error_base="",
        )  # fmt: skip
        return Exchange(
            expectation=expectation, twin="sync", argument_style="model", call=call,
            scripted=classify_response([response], conforming=True),
            requests=(Request(operation.method, BASE_URL + operation.url, (), b""),),
        )  # fmt: skip

    def arguments(self, operation: str, *names: str) -> Mapping[str, Any]:
        """The arguments of the simplest call of an operation, with these optional ones."""
        declared = CONTRACT.operation(operation)
        assert declared is not None
        return ResourcePool(self.context).build_call(declared, names).arguments


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("projects.get", {"id": 1}),
        ("tasks.list", {}),
        ("annotations.list", {"id": 21}),
        ("annotations.get", {"id": 210}),
        ("projects.exports.get", {"id": 3, "export_pk": 5}),
        ("tasks.get", {"id": "30"}),  # its recipe wants a task with an annotation and a prediction
    ],
)
def test_ids_are_those_of_resources_that_belong_together(operation: str, expected: Mapping[str, Any]) -> None:
    assert Server(stored).arguments(operation) == expected


def test_optional_arguments_refer_to_what_belongs_to_the_others() -> None:
    assert Server(stored).arguments("predictions.list", "task", "project") == {"task": 30, "project": 3}


def test_what_only_makes_a_response_richer_may_be_missing() -> None:
    def without_annotations(operation: str, arguments: Mapping[str, Any]) -> Any:
        return [] if operation in {"annotations.list", "predictions.list"} else stored(operation, arguments)

    assert Server(without_annotations).arguments("tasks.get") == {"id": "20"}


@pytest.mark.parametrize("empty", ["annotations.list", "tasks.list", "projects.list"])
def test_a_resource_that_does_not_exist_is_explained_by_the_list_that_is_empty(empty: str) -> None:
    def emptied(operation: str, arguments: Mapping[str, Any]) -> Any:
        body = stored(operation, arguments)
        if operation != empty or body is None:
            return body
        return [] if isinstance(body, list) else {name: [] if isinstance(v, list) else 0 for name, v in body.items()}

    with pytest.raises(Unreachable) as raised:
        Server(emptied).arguments("annotations.get")
    text = str(raised.value)
    assert f"`{empty}` lists none" in text
    assert "{" not in text


def test_a_list_that_the_server_refuses_is_named_with_the_status() -> None:
    with pytest.raises(Unreachable, match=r"`projects\.list`, which lists those, got the response 404"):
        Server(lambda _, __: None).arguments("projects.get")


def test_a_list_is_read_once_for_all_operations() -> None:
    server = Server(stored)
    for operation in ("annotations.get", "annotations.list", "tasks.get", "projects.exports.get") * 2:
        server.arguments(operation)
    made = [json.dumps([call.operation, dict(call.arguments)], sort_keys=True) for call in server.calls]
    assert len(made) == len(set(made))


def test_a_search_on_a_large_server_ends() -> None:
    def large(operation: str, arguments: Mapping[str, Any]) -> Any:
        match operation:
            case "projects.list":
                return {"results": [{"id": number} for number in range(1, 5000)]}
            case "tasks.list":
                project = arguments.get("project")
                return project and {"tasks": [{"id": project * 1000 + n, "project": project} for n in range(500)]}
        return []

    server = Server(large)
    with pytest.raises(Unreachable, match=r"annotations\.list"):
        server.arguments("annotations.get")
    assert len(server.calls) <= MAX_LISTS


def test_a_storage_is_not_looked_for_among_those_of_another_kind() -> None:
    def imports(operation: str, arguments: Mapping[str, Any]) -> Any:
        return [{"id": 7, "project": 2}] if operation == "import_storage.s3.list" else stored(operation, arguments)

    server = Server(imports)
    assert server.arguments("import_storage.s3.get") == {"id": 7}
    with pytest.raises(Unreachable, match=r"export_storage\.s3\.list"):
        server.arguments("export_storage.s3.get")


def test_uploads_are_listed_with_the_switch_that_lists_all() -> None:
    def uploads(operation: str, arguments: Mapping[str, Any]) -> Any:
        if operation == "files.list":
            return [{"id": 9, "file": "upload/2/a.json"}] if arguments.get("all_") and arguments["id"] == 2 else []
        if operation == "files.get":
            return {"id": arguments["id"], "file": "upload/2/a.json"}
        return stored(operation, arguments)

    assert Server(uploads).arguments("files.get") == {"id": 9}
    assert Server(uploads).arguments("files.download") == {"filename": "2/a.json"}


def many(count: int, *holders: int) -> Data:
    """The data of a server with many projects, some of which have a file."""

    def data(operation: str, arguments: Mapping[str, Any]) -> Any:
        match operation:
            case "projects.list":
                return {"results": [{"id": number} for number in range(count, 0, -1)]}
            case "files.list":
                return [{"id": arguments["id"] * 10}] if arguments["id"] in holders else []
        return []

    return data


@pytest.mark.parametrize("holder", [1, 12, MAX_PARENTS])
def test_what_only_one_of_many_projects_has_is_found(holder: int) -> None:
    assert Server(many(MAX_PARENTS, holder)).arguments("files.get") == {"id": holder * 10}


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (MAX_PARENTS, "it needs one that exists, and `files.list` lists none"),
        (
            MAX_PARENTS + 1,
            f"it needs one that exists, and the {MAX_PARENTS} lists of `files.list` that were read have none",
        ),
    ],
)
def test_a_reason_claims_no_more_than_what_was_read(count: int, text: str) -> None:
    with pytest.raises(Unreachable) as raised:
        Server(many(count)).arguments("files.get")
    assert str(raised.value) == text


@pytest.mark.parametrize(
    ("title", "found"), [("conformance-a2e4b2-11", 1), ("conformance-mine", 2), ("2 a2e4b2-11", 2)]
)
def test_what_another_run_has_created_is_not_used(title: str, found: int) -> None:
    projects = [{"id": 2, "title": title}, {"id": 1, "title": "of a user"}]
    server = Server(lambda operation, _: {"results": projects} if operation == "projects.list" else [])
    assert server.arguments("projects.get") == {"id": found}


def owned_data(operation: str, arguments: Mapping[str, Any]) -> Any:
    """The responses of a server where a storage of another user exists, and where projects can be created."""
    match operation:
        case "projects.create":
            return {"id": 900}
        case "import_storage.s3.list":
            return [{"id": 7, "project": 2}] if arguments.get("project") in {None, 2} else []
    return stored(operation, arguments)


def test_an_owned_run_reads_what_it_cannot_create() -> None:
    assert Server(owned_data, owned=True).arguments("import_storage.s3.get") == {"id": 7}


@pytest.mark.parametrize(
    "operation", ["import_storage.s3.delete", "import_storage.s3.update", "import_storage.s3.sync"]
)
def test_an_owned_run_changes_nothing_that_it_cannot_create(operation: str) -> None:
    with pytest.raises(Unreachable, match="emulators"):
        Server(owned_data, owned=True).arguments(operation)


def test_an_owned_run_says_why_it_cannot_create_what_does_not_exist_either() -> None:
    with pytest.raises(Unreachable, match="emulators"):
        Server(owned_data, owned=True).arguments("import_storage.gcs.get")
