"""A server returns a list as if one of its parameters had not been given.

Why it matters
    A page size, filter or order without effect gives callers wrong data, or all of the server's data.

Conforming
    `page_size=2` gives two items a page; `ids=[1]` the item 1; `ordering='-id'` the last item first

Violating
    `page_size=2` gives a hundred items; `ids=[1]` gives other items, too
"""

from __future__ import annotations

from typing import Any

from conformance.checks.prelude import (
    Blame,
    Exchange,
    Fact,
    Facts,
    ServerResponse,
    Severity,
    Source,
    argument_blame,
    check,
)
from conformance.contract.model import Parameter
from conformance.exchange.response_match import (
    ORDERS,
    SIZES,
    filter_arguments,
    is_ordered,
    lists_everything,
    matches_filter,
    pages,
    selects_content,
)
from conformance.generate.values import Value
from conformance.text import describe_json


def _problem(server: ServerResponse, parameter: Parameter, value: Value, items: list[Any]) -> str:
    """How a page contradicts a parameter; "" where it does not."""
    name = parameter.name
    if name.lower() in SIZES:
        too_many = type(value) is int and 0 < value < len(items)
        return f"a page has {len(items)} items" if too_many else ""
    if name.lower() in ORDERS:
        return "the items are in another order" if isinstance(value, str) and not is_ordered(items, value) else ""
    description = _description(server, parameter)
    if selects_content(parameter, value, items, server.live.all_items, description) or lists_everything(
        server.exchange
    ):
        return ""
    field = "id" if name in {"ids", "id__in"} else name.removesuffix("__in")
    others = [item for item in items if not matches_filter(item, field, value)]
    return f"{len(others)} of {len(items)} items have another `{field}`" if others else ""


def _description(server: ServerResponse, parameter: Parameter) -> str:
    """How the server's document describes a parameter."""
    described = () if server.live.spec is None else server.live.spec.parameters
    return next((other.description for other in described if other.name == parameter.wire_name), "")


def _is_filtered_list(server: ServerResponse) -> bool:
    """A valid request got a list. A server that ignores a value of a wrong type need not apply it."""
    valid = server.accepted and server.live.valid
    return valid and any(pages(server.exchange)) and any(filter_arguments(server.exchange))


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a list that was requested with a parameter",
    applies=_is_filtered_list,
    relevant=lambda operation: any(parameter.location in {"query", "header"} for parameter in operation.parameters),
    blame=Blame.SERVER,
)
def list_parameter_ignored(server: ServerResponse) -> Facts:
    for parameter, value in filter_arguments(server.exchange):
        problems = (_problem(server, parameter, value, items) for _, items in pages(server.exchange))
        problem = next(filter(None, problems), "")
        if problem:
            message = f"`{parameter.name}={describe_json(value)}`: {problem}"
            blame = argument_blame(server.exchange, parameter.wire_name)
            yield Fact(message=message, part=parameter.name, exchange=server.exchange, blame=blame)
