"""An operation exists in one of the sync and the async client, and not in the other.

Why it matters
    Code cannot move between the two clients.

Conforming
    `tasks.get` in both

Violating
    `tasks.get` in the sync client only
"""

from __future__ import annotations

from itertools import permutations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check
from conformance.contract.model import TWINS


@check(
    family="contract",
    judges=Package,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def client_counterpart_missing(package: Package) -> Facts:
    if not package.has_both:
        return
    for only, other in permutations(TWINS, 2):
        for path in sorted(package.paths[only] - package.paths[other]):
            if not package.in_broken_part(path, other):  # that is reported instead
                yield Fact(message=f"only the {only} client has it", subject=path)
