"""The OpenAPI document has a parameter or a body field that the method does not take.

Why it matters
    Users of the SDK cannot use a parameter that the server offers.

Conforming
    query `page` of the document is the argument `page`

Violating
    the document has the query `ordering`, the method has no argument for it
"""

from __future__ import annotations

from conformance.checks.prelude import (
    DeclaredOperation,
    DescribedOperation,
    Fact,
    Facts,
    Severity,
    Source,
    check,
    wire_parameters,
)


@check(
    family="spec",
    judges=DeclaredOperation,
    select=DescribedOperation.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation of the document",
)
def spec_parameter_missing(described: DescribedOperation) -> Facts:
    for twin, operation in described.actual.items():
        constants = {
            ("body" if location in {"field", "form"} else location, name) for location, name, _ in operation.constants
        }
        sent = wire_parameters(operation).keys() | constants
        takes_whole_body = any(parameter.location == "body" for parameter in operation.accepted)
        for location, name in described.spec.arguments:
            if (location, name) not in sent and not (takes_whole_body and location == "body"):
                message = f"{twin}: no argument is sent as {location} `{name}` of the document"
                yield Fact(message=message, part=name)
