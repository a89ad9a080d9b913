"""The request for the next page differs from the first request in more than the page.

Why it matters
    A filter that is lost on the second page adds unrelated items to the result.

Conforming
    `?project=1&page=1`, then `?project=1&page=2`

Violating
    `?project=1&page=1`, then `?page=2`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check
from conformance.contract.model import Operation
from conformance.wire import Request


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a pager",
    applies=lambda exchange: (
        exchange.expectation.operation.shape == "pager" and len(exchange.requests) > 1 and exchange.scripted.conforming
    ),
    relevant=lambda operation: operation.shape == "pager",
)
def pager_request_wrong(exchange: Exchange) -> Facts:
    first, page = exchange.requests[0], _page_parameter(exchange.expectation.operation)
    start = next((int(value) for name, value in first.query if name == page and value.lstrip("-").isdigit()), 1)
    for number, request in enumerate(exchange.requests[1:], 1):
        numbers = [value for name, value in request.query if name == page]
        is_next = numbers == [str(start + number)] if numbers else sorted(request.query) != sorted(first.query)
        leading = leading_parameters(request, exchange.scripted.payloads[:number][-1:])
        if request.path != first.path or _filters(request, leading) != _filters(first, leading) or not is_next:
            same = request.url == first.url
            other = f"is for {request.url}, the first for {first.url}"
            message = f"request {number + 1} {'repeats the first, ' + first.url if same else other}"
            yield Fact(message=message, exchange=exchange)
            return


def _filters(request: Request, leading: AbstractSet[str]) -> list[tuple[str, str]]:
    """The query without the parameters that lead to a page."""
    return sorted(pair for pair in request.query if not _PAGING.fullmatch(pair[0]) and pair[0] not in leading)


def leading_parameters(request: Request, page: Sequence[Any]) -> set[str]:
    """The parameters whose value the page before names as the link to the next one, however they are called."""
    links = {str(value) for payload in page for value in _links(payload)}
    return {name for name, value in request.query if value in links}


def _links(payload: Any) -> Iterator[Any]:
    """The scalars that a page can name the next one by: those under a key that says so, and those of its last item."""
    for key, value in payload.items() if isinstance(payload, dict) else [("", payload)]:
        if isinstance(value, dict):
            yield from _links(value)
        elif isinstance(value, list):
            yield from value[-1].values() if value and isinstance(value[-1], dict) else value[-1:]
        elif _LINK.search(key):
            yield value


def _page_parameter(operation: Operation) -> str:
    """The wire name of the parameter that holds the page number."""
    pages = (
        parameter.wire_name
        for parameter in operation.parameters
        if parameter.sent_default is not None and parameter.name == "page"
    )
    return next(pages, "page")


_LINK: Final = re.compile("next|cursor|after|before|last|token|offset|start", re.IGNORECASE)
_PAGING: Final = re.compile(
    r"page|page_?(number|token)|offset|skip|start(_?(at|index))?|(\w+_)?cursor|after|before|starting_?after|ending_?before|"
    r"(next|continuation)(_?(page|token|cursor))*",
    re.IGNORECASE,
)
