"""A server returns a secret that a caller stored.

Why it matters
    Everybody who may read the resource, or the logs of its responses, can read the secret.

Conforming
    `aws_secret_access_key` is stored, and the response omits it or has `"****"`

Violating
    `aws_secret_access_key` is stored, and the response has it in full
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.exchange.response_match import named_strings, sent_fields
from conformance.redaction.patterns import Secrecy, secrecy_of


def _secrets(exchange: Exchange) -> list[tuple[str, str]]:
    """(name, value) of the secrets in the request."""
    return [
        (name, text)
        for name, text in named_strings(sent_fields(exchange))
        if secrecy_of(name) is Secrecy.CERTAIN and len(text) > 5
    ]


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.CRITICAL,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a secret in an accepted JSON body",
    applies=lambda server: server.accepted and bool(_secrets(server.exchange)),
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def secret_returned(server: ServerResponse) -> Facts:
    for name, secret in _secrets(server.exchange):
        if any(secret in text for _, text in named_strings(server.final.payload)):
            yield Fact(message=f"`{name}` is in the response", part=name, exchange=server.exchange)
