"""A client that gets a personal access token does not exchange it for access tokens as needed.

Why it matters
    Servers hand out personal access tokens by default. A client has to exchange them, and again after some minutes;
    otherwise calls fail, at once or in a program that runs for long.

Conforming
    the first call, and one after the access token has expired, exchange the token; a revoked one raises the SDK's error

Violating
    a call after the access token has expired is sent with it, and fails
"""

from __future__ import annotations

from typing import Final

from conformance.checks.prelude import Fact, Facts, Severity, Source, TokenUse, check

_EXCHANGES: Final = {"first": 1, "again": 0, "expired": 1}
_WHEN: Final = {
    "first": "the first call",
    "again": "a call while the access token is valid",
    "expired": "a call after the access token has expired",
    "revoked": "a call after the token was revoked",
}


@check(
    family="live",
    judges=TokenUse,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a server of this run that hands out personal access tokens",
)
def personal_token_not_used(use: TokenUse) -> Facts:
    for call in use.calls:
        part, when = f"{call.twin}.{call.situation}", _WHEN[call.situation]
        expected = _EXCHANGES.get(call.situation)
        if call.situation == "revoked":
            if not call.own_error:
                raised = f"raises {call.error}, which is no error of the SDK" if call.error else "succeeds"
                yield Fact(message=f"{call.twin} client: {when} {raised}", part=part)
        elif call.error:
            yield Fact(message=f"{call.twin} client: {when} fails: {call.error}", part=part)
        elif call.exchanges is not None and call.exchanges != expected:
            message = f"{call.twin} client: {when} exchanges the token {call.exchanges} times instead of {expected}"
            yield Fact(message=message, part=part)
