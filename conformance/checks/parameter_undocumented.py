"""A docstring describes the parameters of its function, and leaves one out.

Why it matters
    A reader takes the list for complete: a parameter that is not in it does not exist for them.

Conforming
    `export(title, path)` describes `title` and `path`

Violating
    `export(title, path)` describes `path` only
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.documentation.subjects import DocumentedPackage
from conformance.text import counted


@check(
    family="documentation",
    judges=DocumentedPackage,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="a docstring that describes parameters",
    applies=lambda package: bool(package.functions),
)
def parameter_undocumented(package: DocumentedPackage) -> Facts:
    for function in package.functions:
        described = {parameter.name for parameter in function.docstring.parameters}
        missing = [name for name in function.named if name not in described and not name.startswith("_")]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            others = counted(len(described), "other")
            yield Fact(
                message=f"{function.name} accepts {names}, and its docstring describes {others}: {function.place}.",
                part=f"{function.name}({', '.join(missing)})",
                subject=PACKAGE,
            )
