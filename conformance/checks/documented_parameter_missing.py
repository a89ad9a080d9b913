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
        described = [parameter.name for parameter in function.docstring.parameters]
        missing = sorted({*described} - {*function.accepted})
        if missing and not function.takes_any:
            close = {name: get_close_matches(name, function.accepted, n=1) for name in missing}
            texts = [f"`{name}`" + "".join(f" (it accepts `{other}`)" for other in close[name]) for name in missing]
            yield Fact(
                message=f"{function.name} describes {', '.join(texts)}, and does not accept "
                f"{'it' if len(missing) == 1 else 'them'}: {function.place}.",
                part=f"{function.name}({', '.join(missing)})",
                subject=PACKAGE,
            )
