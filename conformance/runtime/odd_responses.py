"""Situations in which the body of a response is nearly, or not at all, what is declared.

A field is missing, null or of another type; a field has the name of a method; the body is a page, a list or nothing.
The code that reads responses is shared, so that one field of each type is tried, not every field of every operation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.contract.model import Field, Model, Operation
from conformance.contract.types import Type
from conformance.generate.responses import ResponseFactory
from conformance.generate.samples import payload
from conformance.runtime.situation import Configuration, Script, Situation
from conformance.wire import Response, json_response

FIELDS: Final = "fields"  # what such an operation stands for, in place of a shape
NO_CONTENT: Final = 204
# names that functions which make models may have for their own parameters, and names of Python itself
SPECIAL_KEYS: Final = ("cls", "self", "_fields_set", "values", "__class__", "__dict__")
ODD: Final = "odd"
_HTML: Final = b"<!doctype html><h1>Sign in</h1>"
_JSON: Final = (("content-type", "application/json"),)
_VALUES: Final[Mapping[str, Any]] = {
    "a text": "soon", "a text of digits": "12", "an empty text": "", "a number": 7, "zero": 0, "a fraction": 7.5,
    "true": True, "false": False, "a list": [ODD], "an empty list": [], "an object": {ODD: 1}, "an empty object": {},
    "a list with null": [None, ODD], "an object with null": {ODD: None},
}  # fmt: skip
_JSON_TYPES: Final[Mapping[type, str]] = {
    str: "text", int: "number", float: "number", bool: "flag", list: "list", dict: "object", type(None): "null",
}  # fmt: skip
_LONG_VALUES: Final[Mapping[str, Mapping[str, Any]]] = {  # which a type may have, and which are easily cut
    "integer": {"2 to the power of 53, and one": 2**53 + 1},
    "number": {"a long fraction": 0.1 + 0.2},
    "string": {"a text in capitals with spaces": " A Text, É "},
}
_TEXTS: Final = frozenset({"a text", "a text of digits", "an empty text"})
_EXPECTED: Final[Mapping[str, frozenset[str]]] = {  # values that a type may have
    "string": _TEXTS,
    "literal": _TEXTS,
    "integer": frozenset({"a number", "zero"}),
    "number": frozenset({"a number", "zero", "a fraction"}),
    "boolean": frozenset({"true", "false"}),
    "list": frozenset({"a list", "an empty list"}),
    "map": frozenset({"an object", "an empty object"}),
    "model": frozenset({"an object", "an empty object"}),
    "any": frozenset(_VALUES),
}


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field of the model that an operation returns: the first one found of its kind."""

    kind: str
    operation: Operation
    field: Field


def field_places(operations: Iterable[Operation], models: Mapping[str, Model]) -> list[FieldPlace]:
    """One field for each kind of type, in as few operations as the order allows: those that come first."""
    found: dict[str, FieldPlace] = {}
    for operation in operations:
        if operation.shape == "value" and operation.response.kind == "model" and operation.response.name in models:
            for field in models[operation.response.name].fields:
                kind = _kind(field.type)
                if kind and not field.is_fixed:
                    found.setdefault(kind, FieldPlace(kind, operation, field))
    return [found[kind] for kind in sorted(found)]


def field_situations(place: FieldPlace, factory: ResponseFactory, client: Configuration) -> Iterator[Situation]:
    """The field is missing, null, or has a value of every type that it does not have."""
    full: Any = payload(factory.samples.fullest(place.operation.response), factory.models)
    name = place.field.wire_name
    expected = frozenset[str]().union(
        *(_EXPECTED.get(member.kind, frozenset()) for member in place.field.type.without_null().members)
    )
    bodies = {"absent": {key: value for key, value in full.items() if key != name}, "null": {**full, name: None}}
    bodies |= {label: {**full, name: value} for label, value in _VALUES.items() if label not in expected}
    bodies |= {label: {**full, name: value} for label, value in _LONG_VALUES.get(place.kind, {}).items()}
    for label, body in bodies.items():
        yield Situation(
            representative=FIELDS, operation=place.operation.path, configuration=client, options=(),
            script=Script(
                name=f"{place.kind} field {name} is {label}", responses=(json_response(place.operation.success, body),),
                compared=f"{place.kind} from {_JSON_TYPES[type(body[name])] if name in body else 'nothing'}",
            ),
        )  # fmt: skip


def key_situations(
    shape: str, operation: Operation, factory: ResponseFactory, client: Configuration, attributes: Iterable[str]
) -> Iterator[Situation]:
    """Fields with the names of `attributes` and methods of the model, and with names that Python code uses itself."""
    full: Any = payload(factory.samples.fullest(operation.response), factory.models)
    if not isinstance(full, dict):
        return
    known = full.keys() | {
        field.name for name in (operation.response.name,) if name in factory.models
        for field in factory.models[name].fields
    }  # fmt: skip
    keys = {"fields named like methods": [name for name in attributes if name not in known]}
    keys |= {f"a field named {key}": [key] for key in SPECIAL_KEYS if key not in known}
    for label, names in keys.items():
        response = json_response(operation.success, {**full, **dict.fromkeys(names, ODD)})
        yield Situation(
            representative=shape, operation=operation.path, configuration=client, options=(),
            script=Script(name=label, responses=(response,), compared=label),
        )  # fmt: skip


def body_situations(shape: str, operation: Operation, client: Configuration) -> Iterator[Situation]:
    """The body of a success, or of a declared error, is not what is declared."""
    other: Any = {"detail": ODD} if operation.response.kind == "list" else [ODD]
    for name, response in {
        "an HTML page": Response(200, (("content-type", "text/html"),), _HTML),
        "an HTML page called JSON": Response(200, _JSON, _HTML),
        "an empty body": Response(200, _JSON),
        "no content": Response(NO_CONTENT),
        "null": json_response(200, None),
        "another structure": json_response(200, other),
    }.items():
        yield _with_body(shape, operation, client, name, response)
    for status in sorted(operation.errors)[:1]:
        for name, response in {
            "an object": json_response(status, {"detail": ODD}),
            "a list": json_response(status, [ODD]),
            "an HTML page": Response(status, (("content-type", "text/html"),), _HTML),
            "an empty body": Response(status, _JSON),
        }.items():
            yield _with_body(shape, operation, client, f"declared status {status} with {name}", response)


def sent_payload(response: Response) -> Any:
    """The JSON of a response. Raises ValueError if it is none."""
    return json.loads(response.content)


def _with_body(shape: str, operation: Operation, client: Configuration, name: str, response: Response) -> Situation:
    return Situation(
        representative=shape, operation=operation.path, configuration=client, options=(),
        script=Script(name=name, responses=(response,)),
    )  # fmt: skip


def _kind(declared: Type) -> str:
    """The kind of a type; "" if it takes every value."""
    kinds = [member.kind for member in declared.without_null().members]
    if {"any", "unknown"} & set(kinds):
        return ""
    return kinds[0] if len(kinds) == 1 else "union"
