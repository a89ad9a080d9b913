"""The location of each argument in the request, compared with the declaration of the operation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conformance.contract.model import Model, Operation, Parameter
from conformance.exchange.json_equality import same_instant, same_json
from conformance.exchange.sent_arguments import ABSENT, SentArguments, part_text
from conformance.generate.call import Call
from conformance.generate.values import File, Value, to_json
from conformance.wire import STANDARD_HEADERS, Request

Outcome = Literal["arrived", "changed", "elsewhere", "lost", "null_expected", "null_unexpected"]


@dataclass(frozen=True, slots=True)
class ArgumentOutcome:
    """The outcome of one argument. `detail` gives the expected and the sent value."""

    parameter: Parameter
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentTrace:
    """The outcome of every argument, and the values that no argument explains, as (location, name, text)."""

    outcomes: tuple[ArgumentOutcome, ...]
    unrequested: tuple[tuple[str, str, str], ...]

    def with_outcome(self, *outcomes: Outcome) -> Iterator[ArgumentOutcome]:
        """The arguments with one of these outcomes."""
        return (argument for argument in self.outcomes if argument.outcome in outcomes)


def trace_arguments(operation: Operation, call: Call, request: Request, models: Mapping[str, Model]) -> ArgumentTrace:
    """Follow every argument of a call to the wire."""
    sent = SentArguments(request, operation)
    outcomes = []
    for parameter in operation.parameters:
        if parameter.name in call.arguments:
            outcomes.append(_trace(parameter, call.arguments[parameter.name], sent, models))
        elif parameter.sent_default is not None:
            sent.read(parameter.location, parameter.wire_name)
    return ArgumentTrace(tuple(outcomes), tuple(sent.unrequested()))


def _trace(parameter: Parameter, value: Value, sent: SentArguments, models: Mapping[str, Model]) -> ArgumentOutcome:
    if parameter.location == "path":
        return ArgumentOutcome(parameter, "arrived")  # a check of its own judges the path as a whole
    if parameter.location == "unsent":
        return ArgumentOutcome(parameter, "arrived")  # it never reaches the wire: a check reports that it does not
    expected = to_json(value, models)
    in_form = parameter.location in {"form", "file"}
    found = sent.read(parameter.location, listed_name(parameter, expected) if in_form else parameter.wire_name)
    if found is ABSENT and in_form and parameter.wire_name.endswith("[]"):  # the SDK took the first value for a list
        found = sent.read(parameter.location, parameter.wire_name.removesuffix("[]"))
    if value is None and not parameter.required:
        return _trace_none(parameter, found)
    if found is ABSENT:
        if _is_empty_in_form(parameter, expected):
            return ArgumentOutcome(parameter, "arrived")
        other = _find_elsewhere(expected, sent, parameter)
        if other:
            return ArgumentOutcome(parameter, "elsewhere", other)
        return ArgumentOutcome(parameter, "lost", f"given {_short(expected)}")
    if _is_same(parameter, value, expected, found) or is_undefined(parameter, value):
        return ArgumentOutcome(parameter, "arrived")
    return ArgumentOutcome(parameter, "changed", f"given {_short(expected)}, sent {_short(found)}")


def listed_name(parameter: Parameter, expected: Any) -> str:
    """The name of an argument in a query or a form, which may say that it is a list."""
    is_marked = parameter.list_style == "brackets" and isinstance(expected, list)
    return f"{parameter.wire_name}[]" if is_marked else parameter.wire_name


def is_undefined(parameter: Parameter, value: Value) -> bool:
    """Whether no encoding is defined for a value: an object or a list where anything is allowed and only texts fit."""
    is_free = any(member.kind == "any" for member in parameter.type.members)
    return is_free and isinstance(value, dict | list) and parameter.location in {"query", "header", "form"}


def _trace_none(parameter: Parameter, found: Any) -> ArgumentOutcome:
    is_null = found is None or (found is not ABSENT and parameter.location == "body")
    if parameter.on_none == "null" and not is_null:
        return ArgumentOutcome(parameter, "null_expected", "None was given and is not sent as null")
    if parameter.on_none == "omitted" and found is not ABSENT and parameter.sent_default is None:
        # with a default that is sent, None means that default
        return ArgumentOutcome(parameter, "null_unexpected", f"None was given and {_short(found)} is sent")
    return ArgumentOutcome(parameter, "arrived")


def _is_empty_in_form(parameter: Parameter, expected: Any) -> bool:
    """A query or a form cannot express empty lists and objects: nothing is sent for them."""
    return parameter.location in {"query", "form", "file"} and not _flatten("", expected)


def _is_same(parameter: Parameter, value: Value, expected: Any, found: Any) -> bool:
    if type(expected) is int and any(member.kind == "number" for member in parameter.type.members):
        expected = float(expected)  # an SDK that converts it to its type writes 7 as 7.0
    match parameter.location:
        case "body" if isinstance(expected, str) and isinstance(found, bytes):
            return expected.encode(errors="surrogatepass") == found  # the text itself is the body
        case "body" if isinstance(found, bytes):
            return same_json(expected, _json(found))  # sent as text: only its content type is wrong
        case "field" | "body":
            return same_json(expected, found)
        case "query":
            if parameter.list_style == "comma" and isinstance(expected, list):
                return _same_joined(expected, found.get(parameter.wire_name, []))
            return _same_query(listed_name(parameter, expected), expected, found)
        case "file" | "form":
            if isinstance(found, Mapping):
                return _same_query(parameter.wire_name, expected, found)
            return _same_parts(value, expected, found)
        case "header":
            return _same_text(expected, found)
    return True


def _json(content: bytes) -> Any:
    """The JSON value of a content; the content itself where it is none."""
    try:
        return json.loads(content)
    except ValueError:
        return content


def _same_query(name: str, expected: Any, found: Mapping[str, list[str]]) -> bool:
    flat: dict[str, list[Any]] = {}
    for key, value in _flatten(name, expected):
        flat.setdefault(key, []).append(value)
    if flat.keys() != found.keys():
        return False
    return all(len(flat[key]) == len(found[key]) and all(map(_same_text, flat[key], found[key])) for key in flat)


def _flatten(key: str, value: Any) -> list[tuple[str, Any]]:
    """Objects as `name[key]`, lists as repeated names, as httpx and the encoders of generated SDKs write them."""
    if isinstance(value, dict):
        return [pair for inner, item in value.items() for pair in _flatten(f"{key}[{inner}]", item)]
    if isinstance(value, list):
        return [pair for item in value for pair in _flatten(key, item)]
    return [(key, value)]


def _same_joined(expected: list[Any], found: list[str]) -> bool:
    """A list as one text with commas; an item that contains a comma looks like two."""
    texts = (str(item).lower() if isinstance(item, bool) else str(item) for item in expected)
    return len(found) == 1 and found[0] == ",".join(texts)


def _same_text(expected: Any, found: str) -> bool:
    """A scalar and its text in a query, a header or a form."""
    if expected is None:
        return found in {"", "null"}
    if isinstance(expected, bool):
        return found.lower() == str(expected).lower()
    if isinstance(expected, int | float):
        try:
            return float(found) == expected if isinstance(expected, float) else int(found) == expected
        except ValueError:
            return False
    return found == expected or same_instant(str(expected), found)


def _same_parts(value: Value, expected: Any, found: list[Any]) -> bool:
    files = value if isinstance(value, list) and any(isinstance(item, File) for item in value) else [value]
    if isinstance(files[0], File):
        return len(found) == len(files) and all(map(_same_file, files, found))
    texts = [part_text(part) for part in found]
    values = expected if isinstance(expected, list) else [expected]
    return len(texts) == len(values) and all(map(_same_text, values, texts))


def _same_file(value: Value, part: Any) -> bool:
    """The content is the same, and so are the name and the type where they were given."""
    if not isinstance(value, File) or getattr(part, "content", None) != value.content:
        return False
    named = value.form in {"bytes", "open"} or part.filename == value.name
    return bool(named and (value.form != "typed" or part.content_type == value.content_type))


def _find_elsewhere(expected: Any, sent: SentArguments, parameter: Parameter) -> str:
    """Another location of a value in the request, if the value is distinctive enough to be recognised."""
    if expected in ("", 0, 1, True, False, None) or expected in ([], {}):
        return ""
    for key, values in sent.query.items():
        if _same_query(key, expected, {key: values}):
            return f"sent as query `{key}`"
    for name, item in sent.fields.items():
        if same_json(expected, item) and name != parameter.wire_name:
            return f"sent as field `{name}`"
    for name, value in sent.request.headers:
        if name not in STANDARD_HEADERS and _same_text(expected, value):
            return f"sent as header `{name}`"
    return "sent as the whole body" if sent.body is not ABSENT and same_json(expected, sent.body) else ""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."
