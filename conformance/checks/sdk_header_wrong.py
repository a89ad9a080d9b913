"""A header that identifies the SDK to the server is missing or wrong.

Why it matters
    Servers and support identify releases by it. A wrong version makes them look for the problem in another
    release.

Conforming
    `x-fern-sdk-version: 2.0.7` from 2.0.7

Violating
    `x-fern-sdk-version: 1.0.0` from 2.0.5
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, InHeader, SentRequest, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a request",
)
def sdk_header_wrong(sent: SentRequest) -> Facts:
    for name, expected in sent.exchange.expectation.headers.items():
        actual = sent.request.header(name)
        if name != "authorization" and actual != expected:
            message = f"{name}: sent {actual!r}, expected {expected!r}"
            yield Fact(message=message, part=name, exchange=sent.exchange, origin=InHeader(name))
