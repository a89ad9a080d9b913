"""Samples are valid and complete, and their fields differ; plans and responses are built from them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.contract.model import Parameter
from conformance.contract.store import load
from conformance.contract.types import ANY, NULL, STRING, Type, union
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import HOSTILE_PATH_VALUES, UNKNOWN_MEMBER, Samples, edges, payload
from conformance.generate.values import Record, scalar_to_json, source, to_dict, to_json, to_python
from conformance.targets.target import load_target
from conformance.wire import UNDECLARED
from tests.generate.validity import valid
from tests.vocabulary import approved_contract, approved_operation, import_acme

PATHS = approved_contract().paths()
MODELS = approved_contract().models
BUILT_IN = load_target()
LATEST = load(BUILT_IN.approved_file(BUILT_IN.approved_releases()[-1]))
EVERY_MODEL = [(MODELS, name) for name in sorted(MODELS)] + [(LATEST.models, name) for name in sorted(LATEST.models)]


def leaves(value: Any) -> Iterator[Any]:
    """The distinguishable scalars of a value: no booleans, no members of enums."""
    match value:
        case Record():
            for item in value.fields.values():
                yield from leaves(item)
        case dict():
            for item in value.values():
                yield from leaves(item)
        case list():
            for item in value:
                yield from leaves(item)
        case bool() | None:
            return
        case _:
            yield scalar_to_json(value)


def distinct_leaves(declared: Type, value: Any, models: Any) -> Iterator[Any]:
    """The leaves of a value whose type is not an enum."""
    if isinstance(value, Record):
        for field in models[value.model].fields:
            if field.name in value.fields:
                yield from distinct_leaves(field.type, value.fields[field.name], models)
    elif all(inner.kind != "literal" for inner in declared.walk()):
        yield from leaves(value)


@pytest.mark.parametrize(("models", "name"), EVERY_MODEL, ids=[name for _, name in EVERY_MODEL])
def test_a_sample_of_a_model_is_valid_and_its_fields_differ(models: Any, name: str) -> None:
    samples, declared = Samples(models), Type("model", name=name)
    full = samples.fullest(declared)
    assert valid(declared, samples.simplest(declared), models)
    assert valid(declared, full, models)
    assert {field.name for field in models[name].fields} == set(full.fields)
    texts = [leaf for leaf in distinct_leaves(declared, full, models) if isinstance(leaf, str) and " é" in leaf]
    assert len(texts) == len(set(texts))


def test_numbers_dates_and_texts_of_a_sample_are_all_different() -> None:
    project = Type("model", name="types.projects.Project")
    found = [repr(leaf) for leaf in distinct_leaves(project, Samples(MODELS).fullest(project), MODELS)]
    assert len(found) == len(set(found)) > 10


def test_the_simplest_sample_has_the_required_fields_alone() -> None:
    simplest = Samples(MODELS).simplest(Type("model", name="types.projects.Project"))
    assert set(simplest.fields) == {"id", "title", "created_at"}


@pytest.mark.parametrize(
    ("declared", "count"),
    [(STRING, 1), (union([STRING, NULL]), 1), (union([STRING, Type("integer"), NULL]), 2), (ANY, 1)],
    ids=str,
)
def test_every_member_of_a_union_but_null_is_a_variant(declared: Type, count: int) -> None:
    assert len(list(Samples(MODELS).variants(declared))) == count


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "datetime", "date", "any", "file"])
def test_borders_are_values_of_their_type(kind: str) -> None:
    borders = list(edges(Type(kind)))
    assert borders
    assert all(valid(Type(kind), border, MODELS) for border in borders)


def test_an_open_enum_has_an_unknown_member_at_its_border() -> None:
    assert list(edges(Type("literal", values=("a", "b")))) == ["a", "b"]
    assert UNKNOWN_MEMBER in list(edges(union([Type("literal", values=("a",)), ANY])))


# ---- values


def test_a_payload_has_wire_names() -> None:
    record = Record("types.projects.Settings", {"show_hints": True})
    assert payload(record, MODELS) == {"showHints": True}
    assert to_dict(record, MODELS) == to_json(record, MODELS) == {"showHints": True}


def test_the_expected_request_has_the_defaults_that_are_not_null() -> None:
    sent = to_json(Record("types.projects.Project", {"id": 1}), MODELS)
    assert sent == {"id": 1, "task_count": 0}


@pytest.mark.parametrize("path", PATHS)
def test_python_source_makes_the_arguments_that_are_given(path: str) -> None:
    sdk = import_acme()
    for call, _ in Plan(approved_operation(path), ResponseFactory(MODELS)).fixed_calls():
        for value in call.arguments.values():
            imports: set[str] = set()
            text = source(value, MODELS, "acme_sdk", imports)
            names: dict[str, Any] = {}
            exec("\n".join(sorted(imports)), names)
            classes = {model.name: names.get(model.class_name) for model in MODELS.values()}
            given = to_python(value, lambda model, fields, classes=classes: classes[model](**fields))  # type: ignore[misc]
            made = eval(text, names)
            assert contents(made) == contents(given)
    sdk.close()


def contents(value: Any) -> Any:
    """The value, with an open file as its bytes."""
    return value.read() if isinstance(value, io.BytesIO) else value


# ---- plans


def parameters(path: str, that: Any = lambda _: True) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in approved_operation(path).accepted if that(parameter)}


def planned(path: str, origin: str | None = None) -> list[Call]:
    calls = [call for call, _ in Plan(approved_operation(path), ResponseFactory(MODELS)).fixed_calls()]
    return [call for call in calls if origin in {None, call.origin}]


@pytest.mark.parametrize("path", PATHS)
def test_planned_calls_are_valid(path: str) -> None:
    for call in planned(path):
        assert set(parameters(path, lambda p: p.required)) <= set(call.arguments) <= set(parameters(path))
        if call.origin != "edge":
            assert all(valid(parameters(path)[name].type, value, MODELS) for name, value in call.arguments.items())


@pytest.mark.parametrize("path", PATHS)
def test_the_first_planned_call_is_the_simplest(path: str) -> None:
    first, *others = planned(path)
    assert first.origin == "simplest"
    assert set(first.arguments) == set(parameters(path, lambda p: p.required))
    assert all(call.origin != "simplest" for call in others)


@pytest.mark.parametrize("path", PATHS)
def test_a_planned_call_has_every_argument(path: str) -> None:
    if parameters(path, lambda p: not p.required):
        assert set(planned(path, "full")[0].arguments) == set(parameters(path))


@pytest.mark.parametrize("path", PATHS)
def test_none_is_given_for_every_optional_argument_that_admits_it(path: str) -> None:
    admitting = set(parameters(path, lambda p: not p.required and p.type.nullable))
    given = {name for call in planned(path, "none") for name, value in call.arguments.items() if value is None}
    assert given == admitting


@pytest.mark.parametrize("path", PATHS)
def test_hostile_path_values_are_given_where_a_path_takes_text(path: str) -> None:
    textual = parameters(path, lambda p: p.location == "path" and p.type.kind == "string")
    assert len(planned(path, "path")) == len(textual) * len(HOSTILE_PATH_VALUES)


# ---- responses


@pytest.mark.parametrize("path", PATHS)
def test_responses_of_one_call_have_labels_of_their_own(path: str) -> None:
    _, responses = next(Plan(approved_operation(path), ResponseFactory(MODELS)).fixed_calls())
    labels = [response.label for response in responses]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("path", PATHS)
def test_every_declared_error_has_one_response(path: str) -> None:
    responses = list(ResponseFactory(MODELS, ()).errors(approved_operation(path)))
    assert [response.status for response in responses] == sorted({*approved_operation(path).errors, UNDECLARED})
    assert all(not response.conforming for response in responses)


def test_a_pager_gets_pages_that_end_with_an_empty_one() -> None:
    for response in ResponseFactory(MODELS).conforming(approved_operation("projects.list")):
        assert [len(page["results"]) for page in response.payloads] == [2, 1, 0]
        assert all(page["count"] == 3 for page in response.payloads)


def test_a_response_with_an_unknown_field_or_member_names_it() -> None:
    extras = {
        response.extra: response for response in ResponseFactory(MODELS).conforming(approved_operation("projects.get"))
    }
    assert set(extras) == {"", "field", "member"}
    assert extras["member"].payloads[0]["state"] == UNKNOWN_MEMBER
    assert extras["field"].payloads[0].keys() - {field.wire_name for field in MODELS["types.projects.Project"].fields}


def test_nullable_fields_are_null_in_one_response() -> None:
    nulls = next(
        a for a in ResponseFactory(MODELS).conforming(approved_operation("projects.get")) if a.label == "nulls"
    )
    nullable = {field.wire_name for field in MODELS["types.projects.Project"].fields if field.type.nullable}
    assert {name for name, value in nulls.payloads[0].items() if value is None} == nullable


def test_the_body_of_a_declared_error_is_of_its_model() -> None:
    bad = next(
        response
        for response in ResponseFactory(MODELS).errors(approved_operation("projects.get"))
        if response.status == 400
    )
    assert set(bad.payloads[0]) == {"detail", "fields"}
