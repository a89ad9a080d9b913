"""A successful answer whose body is not what was declared lets a bare Python error out.

Why it matters
    A proxy's login page comes with status 200; callers who catch the SDK's errors are not prepared for a TypeError.

Conforming
    `200 ["x"]` for a model -> ApiError, or the list as it is

Violating
    `200 ["x"]` for a model -> TypeError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_data, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a successful answer with an odd body",
    applies=lambda exchange: exchange.scripted.label.startswith("success_") and exchange.first_request is not None,
    relevant=answers_with_data,
)
def odd_success_body_crashes(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None and not exchange.raised.expected:
        body = exchange.scripted.label.removeprefix("success_")
        yield Fact(f"body `{body}`: {exchange.raised.text}", exchange.raised.name.rpartition(".")[2], exchange)
