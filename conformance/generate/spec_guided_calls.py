"""Described: the calls of an operation that an OpenAPI document describes, held to what it says.

A call's JSON body is valid for the document, or the call says that it is not: its origin is "invalid". Arguments that
the document forbids are replaced by the nearest that it allows; Schemathesis draws further bodies of both kinds.
Import this module only when a document was given.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st

from conformance.contract.document import SpecOperation, is_json
from conformance.contract.model import Model, Operation, Parameter
from conformance.generate.call import Call
from conformance.generate.coerce_to_schema import SchemaCoercer
from conformance.generate.openapi import (
    Schema,
    Validator,
    invalid_bodies,
    schema_validator,
    to_json_schema,
    valid_bodies,
)
from conformance.generate.samples import Samples
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import Value, to_json

TELLING: Final = frozenset({"full", "none"})  # origins of calls that are worth sending although they are invalid
_NAME: Final = re.compile(r"\{([^{}]*)\}")
MISFIT: Final = object()  # what a type does not admit
INVALID: Final = "invalid"  # origin of a call whose body the document forbids


class SpecGuidedCalls:
    """One operation of the SDK and the document's description of it. `models` are the contract's."""

    def __init__(
        self, document_raw: dict[str, Any], spec: SpecOperation, operation: Operation, models: Mapping[str, Model]
    ) -> None:
        self.raw, self.spec, self.operation, self.models = document_raw, spec, operation, models
        self.fitting, self.samples = SchemaCoercer(document_raw), Samples(models)
        self.inside = [each for each in operation.accepted if each.location in {"field", "body"}]
        self.schemas: dict[str, Schema | bool] = dict(self._schemas())
        self.judge = self._body_judge()

    def _body_judge(self) -> Validator | None:
        """What is wrong with a body; None where the SDK sends no JSON, or the document asks for none."""
        takes = self.spec.body_schema is not None and is_json(self.spec.body_content_type or "")
        return (
            schema_validator(self.raw, self.spec.body_schema or {}) if takes and self.operation.body == "json" else None
        )

    def _schemas(self) -> Iterator[tuple[str, Schema | bool]]:
        """The document's schema of each argument, by its Python name."""
        outside = {(each.location, each.name): each.schema for each in self.spec.parameters}
        # On the wire a path parameter has no name: the first of the one template is the first of the other.
        in_path = dict(zip(_NAME.findall(self.operation.url), _NAME.findall(self.spec.path), strict=False))
        for parameter in self.operation.accepted:
            if parameter.location == "body":
                yield parameter.name, to_json_schema(self.raw, self.spec.body_schema or {})
            elif parameter.location == "field":
                schema, _ = self.spec.body_fields.get(parameter.wire_name, (True, False))
                yield parameter.name, to_json_schema(self.raw, schema)
            else:
                name = in_path.get(parameter.name, "") if parameter.location == "path" else parameter.wire_name
                found = outside.get((parameter.location, name), True)
                yield parameter.name, to_json_schema(self.raw, found)

    def conform(self, call: Call) -> Call:
        """The call with arguments that the document allows; marked as invalid where no such could be made."""
        call = replace(call, arguments=self._outside(call))
        if not self.body_errors(call):
            return call
        call = replace(call, arguments=self._fitted(call))
        for parameter in self.inside:
            left = {name: value for name, value in call.arguments.items() if name != parameter.name}
            without = replace(call, arguments=left)
            if not parameter.required and len(self.body_errors(without)) < len(self.body_errors(call)):
                call = without
        return replace(call, origin=INVALID) if self.body_errors(call) else call

    def conform_all(self, calls: Iterable[Call]) -> Iterator[Call]:
        """Each call held to the document, each once; after a telling one that had to be changed, the call as it was.

        What the SDK's types allow and the document forbids is for the server to refuse: the SDK has to send it.
        """
        seen = set()
        for call in calls:
            held = self.conform(call)
            as_it_was = [replace(call, origin=INVALID)] if call.origin in TELLING and self.body_errors(call) else []
            for each in (held, *as_it_was):
                if repr(each.arguments) not in seen:
                    seen.add(repr(each.arguments))
                    yield each

    def body_errors(self, call: Call) -> list[str]:
        """What the document has against the body of a call."""
        return [] if self.judge is None else self.judge(self.body(call))

    def body(self, call: Call) -> Any:
        """The JSON body that a call has to send."""
        fields: dict[str, Any] = {
            name: _untold(text) for place, name, text in self.operation.constants if place == "field"
        }
        for parameter in self.inside:
            value = call.arguments.get(parameter.name)
            if parameter.location == "body":
                return to_json(value, self.models)
            absent = parameter.name not in call.arguments or (
                value is None and not parameter.required and parameter.on_none != "null"
            )
            if not absent:
                fields[parameter.wire_name] = to_json(value, self.models)
            elif parameter.sent_default is not None:
                fields[parameter.wire_name] = _untold(parameter.sent_default)
        return fields

    def generated_calls(self, calls: st.SearchStrategy[Call]) -> st.SearchStrategy[Call]:
        """Calls held to the document, and calls with bodies that Schemathesis makes from it."""
        ours = calls.map(self.conform)
        if self.judge is None:
            return ours
        bodies = valid_bodies(self.raw, self.spec)
        plain = self.conform(self._call({}))
        return ours | bodies.map(lambda body: self._call_with(body) or plain)

    @property
    def takes_all(self) -> bool:
        """The document forbids no body, as far as can be told beforehand."""
        return self.judge is None or not self.spec.body_schema

    def invalid(self) -> st.SearchStrategy[Call | None]:
        """Calls with a body that the document forbids; None for a body that no arguments make."""
        if self.judge is None:
            return st.nothing()
        return invalid_bodies(self.raw, self.spec).map(self._call_with_invalid)

    def _call_with(self, body: Any) -> Call | None:
        """The call that sends a valid body, as far as its arguments' types admit it."""
        arguments = {parameter.name: self._typed_or(MISFIT, value, parameter) for parameter, value in self._parts(body)}
        arguments = {name: value for name, value in arguments.items() if value is not MISFIT}
        call = self._call(arguments)
        complete = all(parameter.name in arguments for parameter in self.inside if parameter.required)
        return call if complete and not self.body_errors(call) else None

    def _call_with_invalid(self, body: Any) -> Call | None:
        """The call that sends an invalid body: a value that its argument's type does not admit is given as it is."""
        arguments = {parameter.name: self._typed_or(value, value, parameter) for parameter, value in self._parts(body)}
        call = replace(self._call(arguments), origin=INVALID)
        complete = all(parameter.name in arguments for parameter in self.inside if parameter.required)
        return call if complete and self.body_errors(call) else None

    def _parts(self, body: Any) -> Iterator[tuple[Parameter, Any]]:
        """The arguments that make up a body. What the SDK has no argument for is left out."""
        for parameter in self.inside:
            if parameter.location == "body":
                yield parameter, body
            elif isinstance(body, dict) and parameter.wire_name in body:
                yield parameter, body[parameter.wire_name]

    def _call(self, inside: Mapping[str, Value]) -> Call:
        """A call with these arguments in its body and the simplest outside of it."""
        required = (each for each in self.operation.accepted if each.required and each not in self.inside)
        outside = {each.name: self.samples.simplest(each.type.without_null()) for each in required}
        call = Call(self.operation.path, {**outside, **inside})
        return replace(call, arguments=self._outside(call))

    def _outside(self, call: Call) -> dict[str, Value]:
        """The arguments, those outside the body fitted. Path values made to be hostile are left as they are.

        A value that is of another type than the document's stays: as text one item is as good as a list of one.
        """
        fitted = dict(call.arguments)
        for parameter, value in self._given(call):
            hostile = parameter.location == "path" and call.origin == "path"
            if parameter not in self.inside and not hostile:
                other = self._fit(parameter, value)
                fitted[parameter.name] = other if type(other) is type(value) else value
        return fitted

    def _fitted(self, call: Call) -> dict[str, Value]:
        """The arguments, those of the body fitted; what the document requires is added."""
        fitted = {}
        for parameter, value in self._given(call):
            unwanted = value is None and not parameter.required and parameter in self.inside
            if not unwanted or self.fitting.allows_null(self.schemas[parameter.name]):
                fitted[parameter.name] = self._fit(parameter, value) if parameter in self.inside else value
        for parameter in self.inside:
            _, required = self.spec.body_fields.get(parameter.wire_name, (True, False))
            if required and parameter.name not in fitted:
                simplest = self.samples.simplest(parameter.type.without_null())
                fitted[parameter.name] = self._fit(parameter, simplest)
        return fitted

    def _given(self, call: Call) -> Iterator[tuple[Parameter, Value]]:
        for name, value in call.arguments.items():
            parameter = self.operation.parameter(name)
            if parameter is not None:
                yield parameter, value

    def _fit(self, parameter: Parameter, value: Value) -> Value:
        before = to_json(value, self.models)
        after = self.fitting.fit(before, self.schemas[parameter.name])
        return value if after == before and type(after) is type(before) else self._typed_or(after, after, parameter)

    def _typed_or(self, otherwise: Any, value: Any, parameter: Parameter) -> Value:
        try:
            return value_from_json(value, parameter.type, self.models)
        except ValueError:
            return otherwise


def _untold(text: str) -> Any:
    """A value from the text that was learnt of it: texts are themselves, everything else is a Python literal."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
