"""A model that is written back to JSON is not what was received.

Why it matters
    Read, change, write back is how SDKs are used: what the model loses on the way is overwritten on the server.

Conforming
    `json.loads(project.json())` equals the answer

Violating
    `json.loads(project.json())` has no `created_at`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_model, check
from conformance.exchange.json_equality import same_json
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a full answer that comes back as a model",
    applies=lambda exchange: exchange.succeeded and (exchange.dumped is not None or bool(exchange.dump_error)),
    relevant=lambda operation: operation.shape == "value" and answers_with_model(operation),
)
def model_dump_differs(exchange: Exchange) -> Iterator[Fact]:
    if exchange.dump_error:
        yield Fact(f"it cannot be written back: {exchange.dump_error}", exchange=exchange)
        return
    payload = exchange.scripted.payloads[0]
    for name in sorted({*payload, *exchange.dumped}):
        if name not in exchange.dumped:
            yield Fact(f"`{name}` was received and is not written back", name, exchange)
        elif name not in payload:
            yield Fact(f"`{name}` was not received and is written back", name, exchange)
        elif not same_json(payload[name], exchange.dumped[name]):
            yield Fact(f"`{name}`: received {payload[name]!r}, written back {exchange.dumped[name]!r}", name, exchange)
