"""The body that the SDK sends for a valid call is not one that the OpenAPI document allows.

Why it matters
    The server answers 400 to a call that its own description allows.

Conforming
    `tasks.create(data={...})` sends `{"data": {...}}`

Violating
    `tasks.create(data={...})` sends `{"data": "..."}`, where the document has an object
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.checks.check import Fact, check
from conformance.contract.model import Operation
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source

FOREIGN: Final = frozenset({"invalid", "recorded"})  # origins of calls whose arguments this document did not choose


def _judged(exchange: Exchange) -> bool:
    """A JSON body was sent for a call that the document allows."""
    spec, sent = exchange.expectation.spec, exchange.first_request
    described = spec is not None and spec.body_errors is not None
    return described and sent is not None and bool(sent.content) and exchange.call.origin not in FOREIGN


def _takes_json(operation: Operation) -> bool:
    return operation.body == "json"


@check(
    family="spec",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="a description in the document with a JSON body",
    applies=_judged,
    relevant=_takes_json,
)
def body_invalid_for_spec(exchange: Exchange) -> Iterator[Fact]:
    spec, sent = exchange.expectation.spec, exchange.first_request
    if spec is None or spec.body_errors is None or sent is None:
        return
    try:
        complaints = spec.body_errors(sent.json)
    except ValueError:
        yield Fact("the body is not JSON", "", exchange)
        return
    for complaint in complaints:
        pointer, _, text = complaint.partition(": ")
        yield Fact(f"{pointer}: {text}", _place(pointer), exchange)


def _place(pointer: str) -> str:
    """Where in the body, list positions left out so that it is the same whatever the list held."""
    steps = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    return ".".join(steps)
