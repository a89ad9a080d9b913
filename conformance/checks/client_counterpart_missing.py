"""An operation exists in one of the sync and the async client, and not in the other.

Why it matters
    Code cannot move between the two clients.

Conforming
    `tasks.get` in both

Violating
    `tasks.get` in the sync client only
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def client_counterpart_missing(package: Package) -> Facts:
    for path in sorted(package.paths["sync"] ^ package.paths["async"]):
        only = "sync" if path in package.paths["sync"] else "async"
        yield Fact(message=f"only the {only} client has it", subject=path)
