"""A public method without HTTP of its own is not on the client any more.

Why it matters
    Code that calls it fails with AttributeError.

Conforming
    every approved helper is there

Violating
    `client.projects.exports.as_json` is gone
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
def helper_missing(package: Package) -> Iterator[Fact]:
    for name in sorted(set(package.approved.helpers) - package.helpers) if package.approved else ():
        yield Fact(f"`{name}` is gone", name, of=PACKAGE)
