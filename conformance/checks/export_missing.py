"""A public name of the approved contract cannot be imported from the package.

Why it matters
    `from package import Name` fails when the program starts.

Conforming
    every approved name is exported

Violating
    `from label_studio_sdk import Task` fails
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, ApprovedPackage, Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    select=ApprovedPackage.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def export_missing(approved: ApprovedPackage) -> Facts:
    for name in sorted(set(approved.contract.exports) - approved.package.exports):
        yield Fact(message=f"`{name}` is no longer exported", part=name, subject=PACKAGE)
