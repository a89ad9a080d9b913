"""A docstring says another default than the function has.

Why it matters
    Callers leave an argument out because they want its default, and get something else.

Conforming
    `timeout : int, default 60`, and `timeout=60`

Violating
    `timeout : int, default 60`, and `timeout=6`
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.documentation.docstring import NOT_SAID
from conformance.documentation.subjects import DocumentedPackage


@check(
    family="documentation",
    judges=DocumentedPackage,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="a docstring that says a default",
    applies=lambda package: any(
        described.default is not NOT_SAID
        for function in package.functions
        for described in function.docstring.parameters
    ),
)
def documented_default_differs(package: DocumentedPackage) -> Facts:
    for function in package.functions:
        for described in function.docstring.parameters:
            if described.default is NOT_SAID or described.name not in function.defaults:
                continue  # where the function has no default of its own, the text may mean the server's
            actual = function.defaults[described.name]
            if (type(actual), actual) != (type(described.default), described.default):
                yield Fact(
                    message=f"{function.name} says that `{described.name}` is {described.default!r} by default; "
                    f"it is {actual!r}.",
                    part=f"{function.name}.{described.name}",
                    subject=PACKAGE,
                )
