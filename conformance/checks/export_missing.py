"""A public name of the approved contract cannot be imported from the package.

Why it matters
    `from package import Name` fails when the program starts.

Conforming
    every approved name is exported

Violating
    `from label_studio_sdk import Task` fails
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, Package, check
from conformance.finding import PACKAGE, Severity, Source


@check(
    family="contract",
    judges="package",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda package: package.approved is not None,
)
def export_missing(package: Package) -> Iterator[Fact]:
    for name in sorted(set(package.approved.exports) - package.exports) if package.approved else ():
        yield Fact(f"`{name}` is no longer exported", name, of=PACKAGE)
