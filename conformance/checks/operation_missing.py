"""An operation of the approved contract is not in the SDK.

Why it matters
    Code that calls it fails with AttributeError.

Conforming
    every approved operation is reachable from the client

Violating
    `client.tasks.get` is gone
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, Package, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="package",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda package: package.approved is not None,
)
def operation_missing(package: Package) -> Iterator[Fact]:
    for twin, operations in package.approved.twins.items() if package.approved else ():
        for path in sorted(set(operations) - package.paths[twin]):
            yield Fact(f"the {twin} client has no `{path}`", twin, of=path)
