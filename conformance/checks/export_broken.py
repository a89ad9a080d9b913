"""A name that the package lists as public cannot be imported.

Why it matters
    `from package import Name` fails, although the package names it in `__all__`. A package that imports its names on
    first use does not notice.

Conforming
    every name in `__all__` can be imported

Violating
    `__all__` lists `Task`, and `from label_studio_sdk import Task` raises ImportError
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="public names",
)
def export_broken(package: Package) -> Facts:
    for name, reason in sorted(package.broken_exports.items()):
        if not any(name.split(".")[0] in parts for parts in package.broken.values()):  # reported as that part
            yield Fact(message=f"`{name}` cannot be imported: {reason}", part=name, subject=PACKAGE)
