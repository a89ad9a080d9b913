"""The SDK sends a request to a different server than the client was created for.

Why it matters
    The data and credentials of a self-hosted installation must not leave it.

Conforming
    `base_url="http://sdk.test"` -> `http://sdk.test/...`

Violating
    `base_url="http://sdk.test"` -> `https://app.example.com/...`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a call",
)
def request_sent_elsewhere(exchange: Exchange) -> Facts:
    if exchange.escaped:
        yield Fact(message=f"a request is sent to {exchange.escaped}", exchange=exchange)
