"""A server shows a secret again that it was given.

Why it matters
    Everybody who may read the resource can read the secret, and so can its logs.

Conforming
    `aws_secret_access_key` is stored, and the answer leaves it out or has `"****"`

Violating
    `aws_secret_access_key` is stored, and the answer has it in full
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, check
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import named_strings, sent_fields
from conformance.finding import Blame, Severity, Source
from conformance.redaction.patterns import Secrecy, secrecy_of


def _secrets(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for name, text in named_strings(sent_fields(exchange)):
        if secrecy_of(name) is Secrecy.CERTAIN and len(text) > 5:
            yield name, text


@check(
    family="live",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a secret in a JSON body that was accepted",
    applies=lambda exchange: accepted_by_a_server(exchange) and any(_secrets(exchange)),
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def secret_shown(exchange: Exchange) -> Iterator[Fact]:
    for name, secret in _secrets(exchange):
        if exchange.final is not None and any(secret in text for _, text in named_strings(exchange.final.payload)):
            yield Fact(f"`{name}` is in the answer", name, exchange)
