"""The SDK retries different statuses, or a different number of times, than approved.

Why it matters
    Unexpected retries repeat writes; missing retries lose calls.

Conforming
    three attempts for 503, as approved

Violating
    one attempt for 503
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
def retry_policy_changed(approved: ApprovedPackage) -> Facts:
    actual, expected = dict(approved.package.attempts), dict(approved.contract.attempts)
    if actual != expected:
        yield Fact(message=f"requests by status: {actual}, approved {expected}", subject=PACKAGE)
