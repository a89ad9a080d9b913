"""The SDK sends a value that comes from no argument, constant or documented default.

Why it matters
    An update that sends fields which the caller omitted overwrites them on the server.

Conforming
    `tasks.update(id=1)` -> no body

Violating
    `tasks.update(id=1)` -> `{"data": null}`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request",
    applies=lambda sent: sent.exchange.call.origin != "path",
)
def unrequested_value_sent(sent: SentRequest) -> Facts:
    for location, name, text in sent.trace.unrequested:
        message = f"{location} `{name}` is sent although the caller did not give it: {text}"
        yield Fact(message=message, part=name, exchange=sent.exchange)
