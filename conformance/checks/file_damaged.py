r"""A file argument is sent with different content, or under a different name or content type.

Why it matters
    The server stores an upload as it arrives. Users notice a file that was cut, re-encoded or renamed only when
    they need it.

Conforming
    a part `file` with the given name, the given content type and every byte

Violating
    the same part with `\\r\\n` in place of `\\n`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check
from conformance.contract.model import Operation


def _takes_file(operation: Operation) -> bool:
    return any(parameter.location == "file" for parameter in operation.parameters)


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="a file argument",
    applies=lambda sent: _takes_file(sent.operation),
    relevant=_takes_file,
)
def file_damaged(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("changed"):
        name = argument.parameter.name
        if argument.parameter.location == "file":
            yield Fact(message=f"`{name}`: {argument.detail}", part=name, exchange=sent.exchange)
