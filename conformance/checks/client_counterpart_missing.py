"""An operation exists in one client and not in the other.

Why it matters
    Code cannot move between the synchronous and the asynchronous client.

Conforming
    `tasks.get` in both

Violating
    `tasks.get` in the synchronous client only
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, Package, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="package",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def client_counterpart_missing(package: Package) -> Iterator[Fact]:
    for path in sorted(package.paths["sync"] ^ package.paths["async"]):
        only = "sync" if path in package.paths["sync"] else "async"
        yield Fact(f"only the {only} client has it", of=path)
