"""The JSON that the SDK makes of a model differs from the response.

Why it matters
    Callers read an object, change it and send it back: what the model loses is overwritten on the server.

Conforming
    `json.loads(project.json())` equals the response

Violating
    `json.loads(project.json())` has no `created_at`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, InDump, Severity, Source, check, returns_model
from conformance.exchange.json_equality import same_json


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with all fields for a model",
    applies=lambda exchange: exchange.succeeded and (exchange.dumped is not None or bool(exchange.dump_error)),
    relevant=lambda operation: operation.shape == "value" and returns_model(operation),
)
def model_dump_differs(exchange: Exchange) -> Facts:
    if exchange.dump_error:
        yield Fact(message=f"the model cannot be written as JSON: {exchange.dump_error}", exchange=exchange)
        return
    payload = exchange.scripted.payloads[0]
    for name in sorted({*payload, *exchange.dumped}):
        if name not in exchange.dumped:
            message = f"`{name}` is in the response and not in the model's JSON"
        elif name not in payload:
            message = f"`{name}` is in the model's JSON and not in the response"
        elif not same_json(payload[name], exchange.dumped[name]):
            message = f"`{name}`: the response has {payload[name]!r}, the model's JSON {exchange.dumped[name]!r}"
        else:
            continue
        by_json = name in payload and same_json(payload[name], (exchange.as_dict or {}).get(name))
        by_json = by_json or (name not in payload and name not in (exchange.as_dict or {name}))
        yield Fact(message=message, part=name, exchange=exchange, origin=InDump(name, by_json=by_json))
