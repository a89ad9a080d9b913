"""The SDK has an operation that the approved contract of its release does not list.

Why it matters
    Either the SDK was modified, or the approved contract was written from a different SDK.

Conforming
    the operations are the approved ones

Violating
    `client.tasks.purge` exists, and it was not approved for this release
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedPackage, Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    select=ApprovedPackage.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def operation_unapproved(approved: ApprovedPackage) -> Facts:
    for twin, operations in approved.contract.twins.items():
        for path in sorted(approved.package.paths[twin] - set(operations)):
            yield Fact(message=f"the {twin} client has `{path}`, which was not approved", part=twin, subject=path)
