"""What the OpenAPI document requires is optional in the SDK, or the other way round.

Why it matters
    A call that the signature allows is refused by the server; or a call that the server allows cannot be made.

Conforming
    the document requires the body field `data`, and so does the signature

Violating
    the document requires the body field `data`, and the argument may be left out
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="spec",
    judges="operation",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.SPEC),
    needs="a description in the document",
    applies=lambda sides: sides.spec is not None,
)
def spec_required_differs(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items() if sides.spec else ():
        arguments = sides.spec.arguments if sides.spec else {}
        for (where, name), parameter in sides.given(operation).items():
            required = arguments.get((where, name), parameter.required)
            # What the SDK sends by itself is there, whoever may leave it out.
            if required != parameter.required and not (required and parameter.sent_default is not None):
                there, here = ("required", "optional") if required else ("optional", "required")
                yield Fact(f"{twin}: {where} `{name}` is {there} in the document, {here} in the SDK", name)
