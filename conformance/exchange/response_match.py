"""Whether a response reflects what was requested: no schema shows that an argument is ignored."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from conformance.contract.model import Parameter
from conformance.exchange.json_equality import same_json
from conformance.exchange.model import Exchange, RoundTrip
from conformance.generate.values import Value

SIZES: Final = frozenset({"page_size", "pagesize", "per_page", "limit", "page_limit"})
ORDERS: Final = frozenset({"ordering", "order_by", "sort", "sort_by"})
TOTALS: Final = ("count", "total")
_NAMES: Final = ("results", "items", "data")


def pages(exchange: Exchange) -> Iterator[tuple[RoundTrip, list[Any]]]:
    """Each successful response that is a list, or an object with one list of items, with its items."""
    items = exchange.expectation.operation.items
    for round_trip in exchange.round_trips:
        if round_trip.succeeded and round_trip.is_json:
            found = _items(round_trip.payload, items)
            if found is not None:
                yield round_trip, found


def _items(payload: Any, key: str) -> list[Any] | None:
    if isinstance(payload, list):
        return payload
    if isinstance(payload, dict):
        found = next((payload[name] for name in (key, *_NAMES) if isinstance(payload.get(name), list)), None)
        return found if isinstance(found, list) else None
    return None


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
    one_of = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(wanted, str) and "," in wanted:
        one_of = [wanted, *(part.strip() for part in wanted.split(","))]
    return any(_passes(item[name], value) for value in one_of)


def _passes(got: Any, wanted: Any) -> bool:
    if isinstance(got, str) and isinstance(wanted, str):
        return wanted.casefold() in got.casefold()
    if isinstance(got, list):
        return any(is_reflected(wanted, element) for element in got)
    return is_reflected(wanted, got)


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
