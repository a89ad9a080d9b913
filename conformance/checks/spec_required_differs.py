"""The OpenAPI document requires an argument that is optional in the SDK, or the other way round.

Why it matters
    The server refuses a call that the signature allows, or callers cannot make a call that the server allows.

Conforming
    the document requires the body field `data`, and so does the signature

Violating
    the document requires the body field `data`, and the argument is optional
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
def spec_required_differs(described: DescribedOperation) -> Facts:
    for twin, operation in described.actual.items():
        for (location, name), parameter in wire_parameters(operation).items():
            required = described.spec.arguments.get((location, name), parameter.required)
            always_sent = parameter.sent_default is not None
            if required != parameter.required and not (required and always_sent):
                there, here = ("required", "optional") if required else ("optional", "required")
                message = f"{twin}: {location} `{name}` is {there} in the document, {here} in the SDK"
                yield Fact(message=message, part=name)
