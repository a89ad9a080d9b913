"""The SDK raises a bare Python error for a successful response whose body differs from the declared type.

Why it matters
    A proxy's login page has status 200; callers who catch the SDK's errors do not expect a TypeError.

Conforming
    `200 ["x"]` for a model -> ApiError, or the unchanged list

Violating
    `200 ["x"]` for a model -> TypeError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check, returns_data


@check(
    family="error",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a successful response with an unexpected body",
    applies=lambda exchange: exchange.scripted.label.startswith("success_") and exchange.first_request is not None,
    relevant=returns_data,
)
def unexpected_success_body_crashes(exchange: Exchange) -> Facts:
    if exchange.raised is not None and not exchange.raised.expected:
        message = f"body `{exchange.scripted.label.removeprefix('success_')}`: {exchange.raised.text}"
        yield Fact(message=message, part=exchange.raised.name.rpartition(".")[2], exchange=exchange, origin=Raising())
