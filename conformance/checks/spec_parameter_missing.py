"""The OpenAPI document has a parameter or a body field that the method does not take.

Why it matters
    What the server can be asked for cannot be asked for with the SDK.

Conforming
    query `page` of the document is the argument `page`

Violating
    the document has the query `ordering`, the method has no argument for it
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
def spec_parameter_missing(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, operation in sides.actual.items() if sides.spec else ():
        given = sides.given(operation).keys() | {
            ("body" if place in {"field", "form"} else place, name) for place, name, _ in operation.constants
        }
        # A body given as a whole has every field.
        whole = any(parameter.location == "body" for parameter in operation.accepted)
        for where, name in sides.spec.arguments if sides.spec else ():
            if (where, name) not in given and not (whole and where == "body"):
                yield Fact(f"{twin}: no argument is sent as {where} `{name}` of the document", name)
