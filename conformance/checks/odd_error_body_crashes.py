"""An error answer whose body is not a JSON object lets a bare Python error out.

Why it matters
    Proxies and crashed servers answer with HTML, nothing, or lists; `except ApiError` has to catch that too.

Conforming
    `502 <html>` -> ApiError with the text as body

Violating
    `502 <html>` -> UnicodeDecodeError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error answer with an odd body",
    applies=lambda exchange: exchange.scripted.kind == "error" and exchange.first_request is not None,
)
def odd_error_body_crashes(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None and not exchange.raised.expected:
        error = exchange.raised.name.rpartition(".")[2]
        yield Fact(f"answer `{exchange.scripted.label}`: {exchange.raised.text}", error, exchange)
