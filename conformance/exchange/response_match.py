"""Whether a response reflects what was requested: no schema shows that an argument is ignored."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any, Final

from conformance.contract.model import Model, Parameter
from conformance.contract.types import Type
from conformance.exchange.compare_value import Path
from conformance.exchange.json_equality import same_json
from conformance.exchange.model import Exchange, RoundTrip
from conformance.generate.values import Value
from conformance.text import describe_json

SIZES: Final = frozenset({"page_size", "pagesize", "per_page", "limit", "page_limit"})
ORDERS: Final = frozenset({"ordering", "order_by", "sort", "sort_by"})
NO_FILTERS: Final = SIZES | ORDERS | {"page", "cursor", "offset"}  # of a list: they choose the part of it
TOTALS: Final = ("count", "total")
_CONTENT: Final = re.compile(
    r"(?:include|with|expand|embed|show|add|return|fetch|resolve|prefetch|fields?|exclude|omit|only_fields)(?:_|$)"
    r"|\w+_(?:included|expanded)$"
)
_ABOUT_CONTENT: Final = re.compile(
    r"(?i)^\W*(?:whether|if true|set to true|when true)?\W*(?:to )?(?:include|expand|embed)\b"
)
_EVERYTHING: Final = re.compile(r"(?:^|_)all(?:_|$)")
ABSENT: Final = object()  # in place of a value that a response does not have
_NAMES: Final = ("results", "items", "data")


def pages(exchange: Exchange) -> Iterator[tuple[RoundTrip, list[Any]]]:
    """Each successful response that is a list, or an object with one list of items, with its items."""
    items = exchange.expectation.operation.items
    for round_trip in exchange.round_trips:
        if round_trip.succeeded and round_trip.is_json:
            found = page_items(round_trip.payload, items)
            if found is not None:
                yield round_trip, found


def page_items(payload: Any, key: str) -> list[Any] | None:
    """The items of a list, or of an object with one list of items under `key` or a usual name; None for others."""
    if isinstance(payload, list):
        return payload
    if isinstance(payload, dict):
        found = next((payload[name] for name in (key, *_NAMES) if isinstance(payload.get(name), list)), None)
        return found if isinstance(found, list) else None
    return None


def lists_everything(exchange: Exchange) -> bool:
    """A switch such as `all` or `download_all_tasks` is on: a server may take it for more important than filters."""
    return any(value is True and _EVERYTHING.search(parameter.name) for parameter, value in filter_arguments(exchange))


def filter_arguments(exchange: Exchange) -> Iterator[tuple[Parameter, Value]]:
    """The given arguments in query and headers, without those that are None."""
    for parameter in exchange.expectation.operation.parameters:
        value = exchange.call.arguments.get(parameter.name)
        if parameter.location in {"query", "header"} and value is not None:
            yield parameter, value


def matches_filter(item: Any, name: str, wanted: Value) -> bool:
    """Whether an item passes a filter: its field of that name is equal, listed, or a text that contains the value.

    An item without such a field passes, and so does every item if the value is an empty text or list.
    """
    if not isinstance(item, dict) or name not in item or wanted in ("", []):
        return True
    return any(_passes(item[name], value) for value in _alternatives(wanted))


def _alternatives(wanted: Value) -> list[Any]:
    """The values of which a filter accepts any: a list, also as JSON in a text, or texts between commas."""
    if isinstance(wanted, list):
        return wanted
    if not isinstance(wanted, str):
        return [wanted]
    if wanted.startswith("["):
        with suppress(ValueError):
            parsed = json.loads(wanted)
            if isinstance(parsed, list):
                return parsed
    return [wanted, *(part.strip() for part in wanted.split(","))] if "," in wanted else [wanted]


def _passes(got: Any, wanted: Any) -> bool:
    if isinstance(got, str) and isinstance(wanted, str):
        return wanted.casefold() in got.casefold()
    if isinstance(got, list):
        return any(is_reflected(wanted, element) for element in got)
    return is_reflected(wanted, got)


def selects_content(
    parameter: Parameter, value: Value, items: list[Any], all_items: list[Any] | None, description: str = ""
) -> bool:
    """Whether an argument chooses what each item contains, as `include_members` does, and filters nothing.

    Its name or its description says so; or it is a switch, and the field of its name is no boolean; or the response
    shows it: the same items as in `all_items`, the list without the argument, with more fields.
    """
    if _CONTENT.match(parameter.name) or _ABOUT_CONTENT.search(description):
        return True
    fields = [item.get(parameter.name) for item in items if isinstance(item, dict) and parameter.name in item]
    if isinstance(value, bool) and not any(isinstance(got, bool) for got in fields):
        return True
    return all_items is not None and _has_more_fields(items, all_items)


def _has_more_fields(items: list[Any], others: list[Any]) -> bool:
    """The same number of objects, each with all fields that had a value before, and some of them with more."""
    if len(items) != len(others) or not all(isinstance(item, dict) for item in (*items, *others)):
        return False
    pairs = [(_filled(item), _filled(other)) for item, other in zip(items, others, strict=True)]
    return all(now >= then for now, then in pairs) and any(now > then for now, then in pairs)


def _filled(item: Mapping[str, Any]) -> set[str]:
    return {name for name, value in item.items() if value not in (None, [], {})}


def is_ordered(items: list[Any], ordering: str) -> bool:
    """Whether items follow the first field of an ordering (`-` for descending), as far as that can be judged."""
    name = ordering.split(",", maxsplit=1)[0].strip()
    descending, name = name.startswith("-"), name.lstrip("-+")
    values = [item[name] for item in items if isinstance(item, dict) and item.get(name) is not None]
    if len({type(value) for value in values}) > 1 or not all(isinstance(value, int | float | str) for value in values):
        return True
    if descending:
        values.reverse()
    if all(isinstance(value, str) for value in values):  # the server decides how it collates texts
        values = [value for value in values if re.match(r"\d{4}-\d\d-\d\d", value)]
    return all(one <= other for one, other in pairwise(values))


def is_reflected(sent: Any, got: Any) -> bool:
    """Whether a response contains what was sent. A server may complete objects, and expand references."""
    if sent is None or same_json(sent, got):
        return True
    if isinstance(sent, dict) and isinstance(got, dict):
        return all(name in got and is_reflected(value, got[name]) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return _contains_all(sent, got)
    if isinstance(got, dict):
        return any(is_reflected(sent, value) for value in got.values() if not isinstance(value, dict | list))
    return _is_same_scalar(sent, got)


def unreflected(sent: Any, got: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """The innermost places where a response does not contain what was sent: the place, both values.

    A field that the response lacks is `ABSENT`. Lists of the same length are compared item by item.
    """
    if is_reflected(sent, got):
        return
    if isinstance(sent, dict) and isinstance(got, dict):
        for name, value in sent.items():
            if name in got:
                yield from unreflected(value, got[name], (*path, name))
            else:
                yield (*path, name), value, ABSENT
    elif isinstance(sent, list) and isinstance(got, list) and len(sent) == len(got):
        for number, (value, other) in enumerate(zip(sent, got, strict=True)):
            yield from unreflected(value, other, (*path, f"[{number}]"))
    else:
        yield path, sent, got


def described_differences(name: str, sent: Any, got: Any) -> Iterator[tuple[Path, str, str, str]]:
    """The innermost places where a field differs from what was sent, each also as text, with both values described."""
    for path, wanted, actual in unreflected(sent, got):
        place = name + "".join(step if step.startswith("[") else f".{step}" for step in path)
        yield path, place, describe_json(wanted), "no such field" if actual is ABSENT else describe_json(actual)


def has_value(payload: Any, path: Path) -> bool:
    """Whether a JSON value has something at the path of a `Difference`."""
    for step in path:
        if isinstance(payload, list) and step.startswith("["):
            payload = payload[int(step[1:-1])]
        elif isinstance(payload, dict):
            name = step if step in payload else step[1:-1]
            if name not in payload:
                return False
            payload = payload[name]
    return True


def declared_place(declared: Type, path: Path, models: Mapping[str, Model]) -> str:
    """A place inside a value of a declared type, as far as fields of models lead there: the same for all data."""
    place, types = list[str](), list(declared.members)
    for step in path:
        if step.startswith("["):
            types = [inner for member in types if member.kind == "list" for inner in member.args[0].members]
        else:
            fields = [field for member in types if member.name in models for field in models[member.name].fields]
            types = [member for field in fields if field.wire_name == step for member in field.type.members]
        if not types:
            break
        place.append("[]" if step.startswith("[") else step)
    return ".".join(place)


def _contains_all(sent: list[Any], got: list[Any]) -> bool:
    """Each sent item is reflected by an item of its own, in any order."""
    left = list(got)
    for item in sent:
        found = next((number for number, other in enumerate(left) if is_reflected(item, other)), None)
        if found is None:
            return False
        left.pop(found)
    return not left


def _is_same_scalar(sent: Any, got: Any) -> bool:
    """Scalars that are one value in two spellings, or an empty value and null."""
    if got is None:
        return sent in ("", [], {})
    if isinstance(sent, bool) or isinstance(got, bool):
        return str(sent).lower() == str(got).lower()
    if isinstance(sent, int | float) and isinstance(got, int | float):
        return math.isclose(sent, got, rel_tol=1e-9)
    if isinstance(sent, str | int | float) and isinstance(got, str | int | float):
        return str(sent).strip() == str(got).strip()
    return False


def sent_fields(exchange: Exchange) -> Mapping[str, Any]:
    """The fields of the JSON body that was sent, {} if there was none."""
    sent = exchange.first_request
    if sent is None or not sent.content or sent.method == "GET":
        return {}
    try:
        body = sent.json
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def named_strings(payload: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a JSON value, with the name of its field."""
    if isinstance(payload, str):
        yield name, payload
    elif isinstance(payload, dict):
        for key, item in payload.items():
            yield from named_strings(item, key)
    elif isinstance(payload, list):
        for item in payload:
            yield from named_strings(item, name)
