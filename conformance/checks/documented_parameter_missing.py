"""A docstring describes a parameter that its function does not accept.

Why it matters
    Whoever follows the documentation gets a TypeError; often the parameter was renamed and the text was not.

Conforming
    `title : str` is described, and `export(title=...)` is accepted

Violating
    `titile : str` is described, and `export(titile=...)` raises TypeError
"""

from __future__ import annotations

from difflib import get_close_matches

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.documentation.subjects import DocumentedPackage


@check(
    family="documentation",
    judges=DocumentedPackage,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="a docstring that describes parameters",
    applies=lambda package: bool(package.functions),
)
def documented_parameter_missing(package: DocumentedPackage) -> Facts:
    for function in package.functions:
        if function.takes_any:
            continue
        for described in function.docstring.parameters:
            if described.name not in function.accepted:
                close = get_close_matches(described.name, function.accepted, n=1)
                hint = f"; it accepts `{close[0]}`" if close else ""
                yield Fact(
                    message=f"{function.name} describes `{described.name}`, and does not accept it{hint}.",
                    part=f"{function.name}.{described.name}",
                    subject=PACKAGE,
                )
