"""A model that is turned into a plain dict is not what was received.

Why it matters
    Read, change, send back is how SDKs are used: dict() is what the SDK itself sends for a model, so a name that is
    wrong there is wrong on the wire.

Conforming
    `project.dict()` has the keys of the answer

Violating
    `storage.dict()` has `s3endpoint` where `s3_endpoint` was received
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
    relevant=lambda operation: operation.shape == "value" and answers_with_model(operation),
    applies=lambda exchange: exchange.succeeded and isinstance(exchange.as_dict, dict),
)
def model_dict_differs(exchange: Exchange) -> Iterator[Fact]:
    payload = exchange.scripted.payloads[0]
    for name in sorted({*payload, *exchange.as_dict}):
        if name not in exchange.as_dict:
            yield Fact(f"`{name}` was received and is not in the dict", name, exchange)
        elif name not in payload:
            yield Fact(f"`{name}` was not received and is in the dict", name, exchange)
        elif not same_json(payload[name], exchange.as_dict[name]):
            yield Fact(f"`{name}`: received {payload[name]!r}, in the dict {exchange.as_dict[name]!r}", name, exchange)
