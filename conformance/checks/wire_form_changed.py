"""How an operation is sent is not as approved.

Why it matters
    Another verb, path, place or name on the wire is another request to the server.

Conforming
    verb, path and every wire name as approved

Violating
    `page` is sent as `p`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda sides: sides.approved is not None,
)
def wire_form_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        for aspect in ("method", "url", "body", "content_type", "constants"):
            if getattr(actual, aspect) != getattr(approved, aspect):
                yield Fact(
                    f"{twin}: {aspect} is {getattr(actual, aspect)!r}, approved {getattr(approved, aspect)!r}", aspect
                )
        for parameter in actual.parameters:
            then = approved.parameter(parameter.name)
            for aspect in ("location", "wire_name", "on_none", "sent_default") if then else ():
                new, old = getattr(parameter, aspect), getattr(then, aspect)
                if new != old:
                    yield Fact(f"{twin}: {aspect} of `{parameter.name}` is {new!r}, approved {old!r}", parameter.name)
