"""The method that gives the raw response takes other parameters than the usual one.

Why it matters
    Both are documented as one operation. A call that is moved to the raw method sends another request, or fails.

Conforming
    `page=None` in `client.tasks.list` and in `client.tasks.with_raw_response.list`

Violating
    `page=None` in the first, `page=1` in the second
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="a client with methods that give raw responses",
)
def raw_signature_differs(package: Package) -> Facts:
    for twin, operations in package.raw_differences.items():
        for path, differences in sorted(operations.items()):
            for parameter, difference in differences.items():
                yield Fact(message=f"{twin}: {difference}", subject=path, part=parameter)
