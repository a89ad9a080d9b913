"""Values that one call returned, sent by another: what the round trip changes is overwritten on the server."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from conformance.call_tracer import profiled
from conformance.contract.model import Operation, Parameter
from conformance.exchange.json_equality import same_json
from conformance.exchange.validate_payload import PayloadValidator
from conformance.generate.samples import payload
from conformance.models.case import Place, UseLog, UseOutcome
from conformance.models.objects import ObjectSource
from conformance.targets.client import Sdk
from conformance.text import brief
from conformance.wire import Request, json_response


@dataclass(frozen=True, slots=True)
class _Returned:
    """A value of a returned model that is an argument of the same operation, and what the response had for it."""

    parameter: Parameter
    value: Any
    received: Any


def sent_back_uses(source: ObjectSource, validator: PayloadValidator, log: UseLog) -> None:
    """Call every operation that takes fields of the model that it returns, with these fields as it returned them."""
    encoder: Place | None = None
    for path, operation in source.operations.items():
        returned = list(_returned(source, path, operation, validator))
        arguments = source.arguments(operation) if returned else None
        if arguments is None:
            continue
        given = {**arguments, **{item.parameter.name: item.value for item in returned}}
        response = json_response(200, {})
        watch = _EncoderWatch(source.sdk)
        outcome = watch.watched(lambda: source.call(path, given, response)) if encoder is None else None  # noqa: B023
        outcome = outcome or source.call(path, given, response)
        if outcome is None or not outcome.requests:
            continue
        encoder = encoder or watch.encoder_of(outcome.requests[0])
        body = _json(outcome.requests[0].content)
        for item in returned:
            name = item.parameter.wire_name
            log.add("sent back", f"a {_kind(item.value)}", path, encoder, UseOutcome(_difference(item, body)), name)


def _returned(
    source: ObjectSource, path: str, operation: Operation, validator: PayloadValidator
) -> Iterator[_Returned]:
    """The fields of the model that an operation returns which it takes as arguments, too."""
    declared = operation.response.without_null()
    parameters = {parameter.name: parameter for parameter in operation.accepted if parameter.location == "field"}
    if operation.shape != "value" or declared.kind != "model" or not parameters or operation.body != "json":
        return
    fields = [field for field in source.models[declared.name].fields if field.name in parameters]
    if not fields:
        return
    form = source.forms.full(declared.name)
    value, sent = source.returned(path, form), payload(form.record, source.models)
    if source.model_of(value) is None:
        return
    for field in fields:
        parameter, received = parameters[field.name], sent.get(field.wire_name)
        held = vars(value).get(field.name)
        classes = {inner.name for inner in parameter.type.walk() if inner.kind == "model"}
        if received is None or validator.mismatches(parameter.type, received):
            continue
        if source.models_in(held) <= classes:  # otherwise the argument has another class
            yield _Returned(parameter, held, received)


def _difference(item: _Returned, body: Any) -> str:
    name = item.parameter.wire_name
    if not isinstance(body, dict) or name not in body:
        return f"{brief(repr(item.received))} was received, and nothing is sent"
    if same_json(item.received, body[name]):
        return ""
    return f"{brief(repr(item.received))} was received, and {brief(repr(body[name]))} is sent"


def _kind(value: Any) -> str:
    """The kind of a value: what shared code does to it depends on that."""
    if isinstance(value, dt.date | dt.time):
        return type(value).__name__
    return {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "dict"}.get(
        type(value), "model"
    )


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


class _EncoderWatch:
    """Finds the function of the SDK that gives the body of a request: as data, or as bytes."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self._found: list[tuple[CodeType, str, Any]] = []

    def watched(self, call: Any) -> Any:
        """Make a call, and note what functions return."""

        def note(frame: FrameType, event: str, value: Any) -> None:
            if event == "return" and isinstance(value, dict | bytes) and self.sdk.owns_frame(frame):
                self._found.append((frame.f_code, str(frame.f_globals.get("__name__")), value))

        with profiled(note):
            return call()

    def encoder_of(self, request: Request) -> Place:
        """The innermost function that returned the body."""
        body = _json(request.content)
        for code, module, value in self._found:
            if value == request.content or (isinstance(value, dict) and value and value == body):
                return Place(f"{self.sdk.relative_module(module)}.{code.co_name}", code)
        return Place("the body of requests")
