"""The SDK does not have an operation of the approved contract.

Why it matters
    Code that calls it fails with AttributeError.

Conforming
    the client has every approved operation

Violating
    `client.tasks.get` does not exist
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedPackage, Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    select=ApprovedPackage.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def operation_missing(approved: ApprovedPackage) -> Facts:
    for twin, operations in approved.contract.twins.items():
        for path in sorted(set(operations) - approved.package.paths[twin]):
            if not approved.package.in_broken_part(path, twin):  # that is reported instead
                yield Fact(message=f"the {twin} client has no `{path}`", part=twin, subject=path)
