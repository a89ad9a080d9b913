"""A list comes back as if one of its parameters had not been given.

Why it matters
    A page size, filter or order that has no effect gives callers wrong data, or all data there is.

Conforming
    `page_size=2` gives two items a page; `ids=[1]` the item 1; `ordering='-id'` the last item first

Violating
    `page_size=2` gives a hundred items; `ids=[1]` gives others too
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.checks.check import Fact, accepted_by_a_server, check
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import ORDERS, SIZES, filter_arguments, is_ordered, matches_filter, pages
from conformance.exchange.validate_payload import describe_json as source_text
from conformance.finding import Blame, Severity, Source
from conformance.generate.values import Value


def _unlike(name: str, value: Value, items: list[Any]) -> str:
    """How a page does not follow a parameter; "" where it does."""
    if name.lower() in SIZES:
        too_many = type(value) is int and 0 < value < len(items)
        return f"a page has {len(items)} items" if too_many else ""
    if name.lower() in ORDERS:
        return "the items are in another order" if isinstance(value, str) and not is_ordered(items, value) else ""
    field = "id" if name in {"ids", "id__in"} else name.removesuffix("__in")
    others = [item for item in items if not matches_filter(item, field, value)]
    return f"{len(others)} of {len(items)} items have another `{field}`" if others else ""


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a list that was asked for with a parameter",
    applies=lambda exchange: (
        accepted_by_a_server(exchange) and any(pages(exchange)) and any(filter_arguments(exchange))
    ),
    relevant=lambda operation: any(each.location in {"query", "header"} for each in operation.parameters),
    blame=Blame.SERVER,
)
def list_parameter_ignored(exchange: Exchange) -> Iterator[Fact]:
    for parameter, value in filter_arguments(exchange):
        told = next((text for _, items in pages(exchange) if (text := _unlike(parameter.name, value, items))), "")
        if told:
            yield Fact(f"`{parameter.name}={source_text(value)}`: {told}", parameter.name, exchange)
