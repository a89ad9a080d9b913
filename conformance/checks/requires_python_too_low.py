"""The metadata allows a version of Python on which the SDK's code does not run.

Why it matters
    Installers offer the release to programs on that version. There the import fails, or a call does.

Conforming
    `Requires-Python: >=3.9`, and every annotation that is evaluated is `Optional[str]`

Violating
    `Requires-Python: >=3.9`, and `def read(source: bytes | None)`, which Python 3.9 evaluates at import
"""

from __future__ import annotations

import re

from conformance.checks.prelude import PACKAGE, Fact, Facts, Package, Severity, Source, check
from conformance.text import counted


def _whose_source_was_read(package: Package) -> Package | None:
    return None if package.python_needs is None else package


@check(
    family="contract",
    judges=Package,
    select=_whose_source_was_read,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="metadata with Requires-Python",
)
def requires_python_too_low(package: Package) -> Facts:
    for need in package.python_needs or ():
        yield Fact(
            message=f"{need.feature} need Python {need.needs}; Requires-Python is {need.claim}, which allows "
            f"{need.oldest}. {counted(need.count, 'place')}: {', '.join(need.places)}",
            part=re.sub(r"\W+", "_", need.feature).strip("_"),
            subject=PACKAGE,
        )
