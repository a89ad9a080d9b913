"""The request has a different content type than the contract states.

Why it matters
    A server chooses its parser by the content type: a JSON body with another content type is read as an empty body.

Conforming
    `content-type: application/json`

Violating
    `content-type: text/plain`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request with a body",
    applies=lambda sent: bool(sent.request.content),
    relevant=lambda operation: operation.body != "none",
)
def content_type_differs(sent: SentRequest) -> Facts:
    expected, actual = sent.operation.content_type, sent.request.content_type
    if actual != expected:
        yield Fact(message=f"sent {actual}, expected {expected}", exchange=sent.exchange)
