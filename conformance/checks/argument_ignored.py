"""A server accepts an argument and answers with another value of the same name.

Why it matters
    The caller believes that the value was stored; the server dropped or changed it without a word.

Conforming
    `title="A"` is answered with `{"title": "A"}`; an id with the object that it names

Violating
    `title="A"` is answered with `{"title": "New project"}`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, check
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import is_reflected, sent_fields
from conformance.exchange.validate_payload import describe_json
from conformance.finding import Blame, Severity, Source
from conformance.redaction.patterns import concerns_secret


def _comes_back(exchange: Exchange) -> bool:
    final = exchange.final
    return final is not None and isinstance(final.payload, dict) and bool(sent_fields(exchange).keys() & final.payload)


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a JSON body that was accepted, and an object that came back",
    applies=lambda exchange: accepted_by_a_server(exchange) and _comes_back(exchange),
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def argument_ignored(exchange: Exchange) -> Iterator[Fact]:
    final = exchange.final
    for name, value in sent_fields(exchange).items() if final is not None else ():
        if (
            final is not None
            and name in final.payload
            and not concerns_secret(name)
            and not is_reflected(value, final.payload[name])
        ):
            yield Fact(
                f"`{name}`: sent {describe_json(value)}, the answer has {describe_json(final.payload[name])}",
                name,
                exchange,
            )
