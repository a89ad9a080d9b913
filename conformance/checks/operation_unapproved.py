"""The SDK has an operation that the approved contract of its release does not list.

Why it matters
    Either the SDK was altered or the approved contract was written from something else.

Conforming
    the operations are the approved ones

Violating
    `client.tasks.purge` is new in a release that was approved without it
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, Package, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="package",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda package: package.approved is not None,
)
def operation_unapproved(package: Package) -> Iterator[Fact]:
    for twin, operations in package.approved.twins.items() if package.approved else ():
        for path in sorted(package.paths[twin] - set(operations)):
            yield Fact(f"the {twin} client has `{path}`, which was not approved", twin, of=path)
