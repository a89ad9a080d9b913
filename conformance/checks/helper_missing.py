"""The client no longer has a public method that sends no request of its own.

Why it matters
    Code that calls it fails with AttributeError.

Conforming
    the client has every approved helper

Violating
    `client.projects.exports.as_json` does not exist
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
def helper_missing(approved: ApprovedPackage) -> Facts:
    for name in sorted(set(approved.contract.helpers) - approved.package.helpers):
        if not approved.package.in_broken_part(name):  # that is reported instead
            yield Fact(message=f"`{name}` no longer exists", part=name, subject=PACKAGE)
