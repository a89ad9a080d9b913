"""The arguments of a call, recovered from the request that it sent, or that another program sent in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.cassettes.imported.texts import value_from_keys, value_from_text, value_from_texts
from conformance.contract.model import Model, Operation, Parameter
from conformance.contract.types import Type
from conformance.exchange.sent_arguments import ABSENT, SentArguments
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import File, Value, to_json
from conformance.wire import Part, Request

_OCTETS: Final = "application/octet-stream"
_MAX_CHARACTERS: Final = 80


@dataclass
class Recovered:
    """The arguments of a call. `losses` are what the call cannot express; `problem` is why no call can be made."""

    arguments: dict[str, Value] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    problem: str = ""


def recover_arguments(
    operation: Operation, request: Request, in_path: Mapping[str, str], models: Mapping[str, Model]
) -> Recovered:
    """The arguments with which an operation sends a request. `in_path` has the path's values by Python name."""
    found = Recovered()
    sent = SentArguments(request, operation)
    for parameter in operation.accepted:
        try:
            _recover(parameter, sent, in_path, models, found)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            found.losses.append(f"{_where(parameter)}: {_short(str(error))}")
    found.losses += [
        f"{location} `{name}`: {operation.path} has no such argument" if name else f"the body {_short(text)}"
        for location, name, text in sent.unrequested()
    ]
    missing = [
        parameter for parameter in operation.accepted if parameter.required and parameter.name not in found.arguments
    ]
    if missing:
        found.problem = _problem(operation, missing[0], request, found)
    return found


def _recover(
    parameter: Parameter, sent: SentArguments, in_path: Mapping[str, str], models: Mapping[str, Model], found: Recovered
) -> None:
    """Add an argument, if the request has it. Raises ValueError if its type does not allow what the request has."""
    if parameter.location == "path":
        if parameter.name in in_path:
            found.arguments[parameter.name] = value_from_text(in_path[parameter.name], parameter.type, models)
        return
    value = sent.read(parameter.location, _wire_name(parameter))
    if value is ABSENT:
        return
    match parameter.location:
        case "query":
            found.arguments[parameter.name] = value_from_keys(
                value, parameter.type, models, list_style=parameter.list_style
            )
        case "header":
            found.arguments[parameter.name] = value_from_text(value, parameter.type, models)
        case "form" | "file":
            found.arguments[parameter.name] = _from_form(value, parameter.type, models)
        case "field" | "body":
            _from_body(parameter, value, models, found)


def _wire_name(parameter: Parameter) -> str:
    return parameter.wire_name.lower() if parameter.location == "header" else parameter.wire_name


def _from_body(parameter: Parameter, value: Any, models: Mapping[str, Model], found: Recovered) -> None:
    if isinstance(value, bytes):  # a body that is not JSON
        if not any(member.kind in {"bytes", "file"} for member in parameter.type.members):
            raise ValueError(f"the body {value[:40]!r} is not JSON")
        is_file = any(member.kind == "file" for member in parameter.type.members)
        found.arguments[parameter.name] = File("upload", value, _OCTETS) if is_file else value
        return
    if value is None and parameter.on_none != "null":
        raise ValueError("null, which the SDK does not send")
    argument = value_from_json(value, parameter.type, models)
    found.arguments[parameter.name] = argument
    found.losses += [
        f"{_where(parameter)}{path}: the SDK's model has no such field"
        for path in _lost(value, to_json(argument, models))
    ]


def _lost(recorded: Any, rebuilt: Any) -> Iterator[str]:
    """The paths of what was recorded and is not sent again."""
    if isinstance(recorded, dict) and isinstance(rebuilt, dict):
        for key, item in recorded.items():
            if key not in rebuilt:
                yield f".{key}"
            else:
                yield from (f".{key}{path}" for path in _lost(item, rebuilt[key]))
    elif isinstance(recorded, list) and isinstance(rebuilt, list):
        for item, other in zip(recorded, rebuilt, strict=False):
            yield from (f"[]{path}" for path in _lost(item, other))


def _from_form(values: list[Any], declared: Type, models: Mapping[str, Model]) -> Value:
    """The value of a field of a form, which occurs once or several times."""
    lists = [member for member in declared.members if member.kind == "list"]
    if any(member.kind == "file" for member in declared.members):
        return _file(values[0])
    if lists and lists[0].args[0].kind == "file":
        return [_file(value) for value in values]
    texts = [value.content.decode() if isinstance(value, Part) else value for value in values]
    try:
        return value_from_texts(texts, declared, models)
    except ValueError:
        if len(texts) > 1:
            raise
        return value_from_json(json.loads(texts[0]), declared, models)  # forms contain objects as JSON


def _file(value: Any) -> File:
    if not isinstance(value, Part):
        return File("upload", str(value).encode(), _OCTETS)
    return File(value.filename or "upload", value.content, value.content_type or _OCTETS)


def _problem(operation: Operation, missing: Parameter, request: Request, found: Recovered) -> str:
    """Why a call without a required argument cannot be made."""
    refused = next((loss for loss in found.losses if loss.startswith(f"{_where(missing)}:")), "")
    if refused:
        return f"its argument `{missing.name}` is required, and was not recovered: {refused}"
    if missing.location in {"field", "body", "form", "file"} and request.content:
        sends = operation.content_type or operation.body
        if request.content_type != operation.content_type:
            return f"its body is {request.content_type or 'of no declared type'}, and {operation.path} sends {sends}"
    return f"its argument `{missing.name}` is required, and the request has no {_where(missing)}"


def _where(parameter: Parameter) -> str:
    return parameter.location if parameter.location == "body" else f"{parameter.location} `{parameter.wire_name}`"


def _short(text: str) -> str:
    return text if len(text) <= _MAX_CHARACTERS else f"{text[: _MAX_CHARACTERS - 3]}..."
