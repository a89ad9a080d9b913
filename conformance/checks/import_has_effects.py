"""Importing the package changes the process or writes to it.

Why it matters
    An import that configures logging, starts a thread or sets an environment variable changes programs that only
    import it, perhaps through another library.

Conforming
    the import defines names

Violating
    the import adds a handler to a logger, which prints what the application logs a second time
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Package, Severity, Source, check


@check(
    family="runtime",
    judges=Package,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an import",
)
def import_has_effects(package: Package) -> Facts:
    for effect, details in package.import_effects.items():
        yield Fact(
            message=f"The import {effect}: {', '.join(details[:4])}" + (", …" if len(details) > 4 else "."),
            part=effect,
            subject=PACKAGE,
        )
