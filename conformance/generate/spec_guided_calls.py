"""Calls of an operation that fit its description in an OpenAPI document.

Either the JSON body of a call is valid for the document, or the call's origin is "invalid". Arguments that the document
forbids are replaced by the nearest allowed ones; Schemathesis generates further bodies of both kinds. Import this
module only when a document was given.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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

SENT_ANYWAY: Final = frozenset({"full", "none"})  # origins of calls that are sent even if they are invalid
_NAME: Final = re.compile(r"\{([^{}]*)\}")
MISFIT: Final = object()  # stands for a value that the type does not allow
INVALID: Final = "invalid"  # origin of a call whose body the document forbids


class SpecGuidedCalls:
    """One operation of the SDK with the document's description of it."""

    def __init__(
        self, document_raw: dict[str, Any], spec: SpecOperation, operation: Operation, models: Mapping[str, Model]
    ) -> None:
        self.raw, self.spec, self.operation, self.models = document_raw, spec, operation, models
        self.coercer, self.samples = SchemaCoercer(document_raw), Samples(models)
        self.body_parameters = [
            parameter for parameter in operation.accepted if parameter.location in {"field", "body"}
        ]
        self.schemas: dict[str, Schema | bool] = dict(self._schemas())
        self.judge = self._body_validator()

    def _body_validator(self) -> Validator | None:
        """The validator of bodies; None if the SDK sends no JSON, or the document has no JSON body."""
        takes = self.spec.body_schema is not None and is_json(self.spec.body_content_type or "")
        return (
            schema_validator(self.raw, self.spec.body_schema or {}) if takes and self.operation.body == "json" else None
        )

    def _schemas(self) -> Iterator[tuple[str, Schema | bool]]:
        """The document's schema of each argument, by Python name."""
        schemas = {(parameter.location, parameter.name): parameter.schema for parameter in self.spec.parameters}
        # Path parameters have no name on the wire: those of the two templates correspond by position.
        in_path = dict(zip(_NAME.findall(self.operation.url), _NAME.findall(self.spec.path), strict=False))
        for parameter in self.operation.accepted:
            if parameter.location == "body":
                yield parameter.name, to_json_schema(self.raw, self.spec.body_schema or {})
            elif parameter.location == "field":
                schema, _ = self.spec.body_fields.get(parameter.wire_name, (True, False))
                yield parameter.name, to_json_schema(self.raw, schema)
            else:
                name = in_path.get(parameter.name, "") if parameter.location == "path" else parameter.wire_name
                schema = schemas.get((parameter.location, name), True)
                yield parameter.name, to_json_schema(self.raw, schema)

    def conform(self, call: Call) -> Call:
        """The call with arguments that the document allows; with the origin "invalid" if none could be found."""
        call = replace(call, arguments=self._fit_outside(call))
        if not self.body_errors(call):
            return call
        call = replace(call, arguments=self._fit_body(call))
        for parameter in self.body_parameters:
            others = {name: value for name, value in call.arguments.items() if name != parameter.name}
            without = replace(call, arguments=others)
            if not parameter.required and len(self.body_errors(without)) < len(self.body_errors(call)):
                call = without
        return replace(call, origin=INVALID) if self.body_errors(call) else call

    def conform_all(self, calls: Iterable[Call]) -> Iterator[Call]:
        """Each call fitted to the document, without repetition; some calls that had to change also unchanged.

        If the SDK's types allow what the document forbids, the server has to refuse it: the SDK must send it.
        """
        yielded = set()
        for call in calls:
            is_sent_anyway = call.origin in SENT_ANYWAY and bool(self.body_errors(call))
            unchanged = [replace(call, origin=INVALID)] if is_sent_anyway else []
            for candidate in (self.conform(call), *unchanged):
                if repr(candidate.arguments) not in yielded:
                    yielded.add(repr(candidate.arguments))
                    yield candidate

    def body_errors(self, call: Call) -> list[str]:
        """The violations of the document in the body of a call."""
        return [] if self.judge is None else self.judge(self.body(call))

    def body(self, call: Call) -> Any:
        """The JSON body that a call has to send."""
        fields: dict[str, Any] = {
            name: _parse_default(text) for place, name, text in self.operation.constants if place == "field"
        }
        for parameter in self.body_parameters:
            value = call.arguments.get(parameter.name)
            if parameter.location == "body":
                return to_json(value, self.models)
            absent = parameter.name not in call.arguments or (
                value is None and not parameter.required and parameter.on_none != "null"
            )
            if not absent:
                fields[parameter.wire_name] = to_json(value, self.models)
            elif parameter.sent_default is not None:
                fields[parameter.wire_name] = _parse_default(parameter.sent_default)
        return fields

    def generated_calls(self, calls: st.SearchStrategy[Call]) -> st.SearchStrategy[Call]:
        """Calls fitted to the document, and calls with bodies that Schemathesis makes from it."""
        fitted = calls.map(self.conform)
        if self.judge is None:
            return fitted
        bodies = valid_bodies(self.raw, self.spec)
        plain = self.conform(self._call({}))
        return fitted | bodies.map(lambda body: self._call_with(body) or plain)

    @property
    def takes_all(self) -> bool:
        """The document forbids no body, as far as its schema shows."""
        return self.judge is None or not self.spec.body_schema

    def invalid(self) -> st.SearchStrategy[Call | None]:
        """Calls with a body that the document forbids; None for a body that no arguments produce."""
        if self.judge is None:
            return st.nothing()
        return invalid_bodies(self.raw, self.spec).map(self._call_with_invalid)

    def _call_with(self, body: Any) -> Call | None:
        """The call that sends a valid body, as far as the types of its arguments allow it."""
        arguments = self._arguments_from(body, otherwise=lambda _: MISFIT)
        arguments = {name: value for name, value in arguments.items() if value is not MISFIT}
        call = self._call(arguments)
        complete = all(parameter.name in arguments for parameter in self.body_parameters if parameter.required)
        return call if complete and not self.body_errors(call) else None

    def _call_with_invalid(self, body: Any) -> Call | None:
        """The call that sends an invalid body. A value that its argument's type does not allow is passed unchanged."""
        arguments = self._arguments_from(body, otherwise=lambda value: value)
        call = replace(self._call(arguments), origin=INVALID)
        complete = all(parameter.name in arguments for parameter in self.body_parameters if parameter.required)
        return call if complete and self.body_errors(call) else None

    def _arguments_from(self, body: Any, otherwise: Callable[[Any], Any]) -> dict[str, Value]:
        """The arguments that produce a body; `otherwise` replaces a value that its argument's type does not allow."""
        return {
            parameter.name: self._typed_or(otherwise(value), value, parameter)
            for parameter, value in self._parameter_values(body)
        }

    def _parameter_values(self, body: Any) -> Iterator[tuple[Parameter, Any]]:
        """The parameters of a body with their JSON. Properties without a parameter are left out."""
        for parameter in self.body_parameters:
            if parameter.location == "body":
                yield parameter, body
            elif isinstance(body, dict) and parameter.wire_name in body:
                yield parameter, body[parameter.wire_name]

    def _call(self, body_arguments: Mapping[str, Value]) -> Call:
        """A call with these arguments in its body, and the simplest required ones outside of it."""
        outside = {
            parameter.name: self.samples.simplest(parameter.type.without_null())
            for parameter in self.operation.accepted
            if parameter.required and parameter not in self.body_parameters
        }
        call = Call(self.operation.path, {**outside, **body_arguments})
        return replace(call, arguments=self._fit_outside(call))

    def _fit_outside(self, call: Call) -> dict[str, Value]:
        """The arguments with those outside the body fitted, except hostile path values.

        A value of another type than the document's stays: as text, one item equals a list of one.
        """
        fitted = dict(call.arguments)
        for parameter, value in self._known_arguments(call):
            hostile = parameter.location == "path" and call.origin == "path"
            if parameter not in self.body_parameters and not hostile:
                other = self._fit(parameter, value)
                fitted[parameter.name] = other if type(other) is type(value) else value
        return fitted

    def _fit_body(self, call: Call) -> dict[str, Value]:
        """The arguments with those of the body fitted; those that the document requires are added."""
        fitted = {}
        for parameter, value in self._known_arguments(call):
            unwanted = value is None and not parameter.required and parameter in self.body_parameters
            if not unwanted or self.coercer.allows_null(self.schemas[parameter.name]):
                fitted[parameter.name] = self._fit(parameter, value) if parameter in self.body_parameters else value
        for parameter in self.body_parameters:
            _, required = self.spec.body_fields.get(parameter.wire_name, (True, False))
            if required and parameter.name not in fitted:
                simplest = self.samples.simplest(parameter.type.without_null())
                fitted[parameter.name] = self._fit(parameter, simplest)
        return fitted

    def _known_arguments(self, call: Call) -> Iterator[tuple[Parameter, Value]]:
        for name, value in call.arguments.items():
            parameter = self.operation.parameter(name)
            if parameter is not None:
                yield parameter, value

    def _fit(self, parameter: Parameter, value: Value) -> Value:
        before = to_json(value, self.models)
        after = self.coercer.fit(before, self.schemas[parameter.name])
        return value if after == before and type(after) is type(before) else self._typed_or(after, after, parameter)

    def _typed_or(self, otherwise: Any, value: Any, parameter: Parameter) -> Value:
        try:
            return value_from_json(value, parameter.type, self.models)
        except ValueError:
            return otherwise


def _parse_default(text: str) -> Any:
    """The value of a probed default: a Python literal, or else the text itself."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
