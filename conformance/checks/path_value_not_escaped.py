"""A path value with reserved characters changes which resource the request addresses.

Why it matters
    An identifier that comes from a user can then reach another operation: `files.download("../../users/1")`.
    Percent-encoding (RFC 3986, section 2) keeps the value in one segment. A separator, a query, a fragment, an escape
    and a dot segment that an SDK lets through are a finding each.

Conforming
    `prompts.get(id="a/b")` -> `/api/prompts/a%2Fb`

Violating
    `prompts.get(id="a/b")` -> `/api/prompts/a/b`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, InPath, SentRequest, Severity, Source, check
from conformance.contract.model import Operation
from conformance.exchange.path_segments import expected_path, sent_path
from conformance.generate.samples import HOSTILE_PATH_VALUES


def _has_text_in_path(operation: Operation) -> bool:
    return any(
        parameter.location == "path" and any(member.kind in {"string", "any"} for member in parameter.type.members)
        for parameter in operation.accepted
    )


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a path parameter of type string",
    applies=lambda sent: sent.exchange.call.origin == "path",
    relevant=_has_text_in_path,
)
def path_value_not_escaped(sent: SentRequest) -> Facts:
    call = sent.exchange.call
    same_path = expected_path(sent.operation, call) == sent_path(sent.request)
    if same_path and all(location != "query" for location, _, _ in sent.trace.unrequested):
        return
    in_path = {parameter.name for parameter in sent.operation.parameters if parameter.location == "path"}
    name, value = next(
        (name, value)
        for name, value in call.arguments.items()
        if name in in_path and (value in HOSTILE_PATH_VALUES or "/" in str(value))
    )
    defect = HOSTILE_PATH_VALUES.get(value, "a separator") if isinstance(value, str) else "a separator"
    message = f"`{name}={value!r}`, with {defect}, is sent as {sent.request.url}"
    yield Fact(message=message, part=f"{name} with {defect}", exchange=sent.exchange, origin=InPath(name, defect))
