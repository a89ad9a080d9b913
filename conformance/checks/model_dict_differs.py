"""The dict that the SDK makes of a model differs from the response.

Why it matters
    Callers read an object, change it and send it back. The SDK itself sends what dict() gives for a model, so a name
    that is wrong there is wrong on the wire.

Conforming
    `project.dict()` has the keys of the response

Violating
    `storage.dict()` has `s3endpoint` where the response has `s3_endpoint`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check, returns_model
from conformance.exchange.json_equality import same_json


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with all fields for a model",
    relevant=lambda operation: operation.shape == "value" and returns_model(operation),
    applies=lambda exchange: exchange.succeeded and isinstance(exchange.as_dict, dict),
)
def model_dict_differs(exchange: Exchange) -> Facts:
    payload = exchange.scripted.payloads[0]
    for name in sorted({*payload, *exchange.as_dict}):
        if name not in exchange.as_dict:
            message = f"`{name}` is in the response and not in the dict"
        elif name not in payload:
            message = f"`{name}` is in the dict and not in the response"
        elif not same_json(payload[name], exchange.as_dict[name]):
            message = f"`{name}`: the response has {payload[name]!r}, the dict {exchange.as_dict[name]!r}"
        else:
            continue
        yield Fact(message=message, part=name, exchange=exchange)
