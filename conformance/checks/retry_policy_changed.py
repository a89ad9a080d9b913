"""The statuses that are retried, or how often, are not the approved ones.

Why it matters
    Retries that nobody asked for repeat writes; retries that are gone lose calls.

Conforming
    503 is tried three times, as approved

Violating
    503 is tried once
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
def retry_policy_changed(package: Package) -> Iterator[Fact]:
    if package.approved is not None and dict(package.attempts) != dict(package.approved.attempts):
        text = f"requests by status: {dict(package.attempts)}, approved {dict(package.approved.attempts)}"
        yield Fact(text, of=PACKAGE)
