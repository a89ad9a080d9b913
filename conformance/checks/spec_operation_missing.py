"""The OpenAPI document describes an operation for the SDK, and the SDK has no such method.

Why it matters
    What the server offers to users of the SDK cannot be reached with it.

Conforming
    the document asks for `tasks.list`, and `client.tasks.list` exists

Violating
    the document asks for `tasks.archive`, and there is no `client.tasks.archive`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, Package, check
from conformance.finding import Severity, Source


@check(
    family="spec",
    judges="package",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an OpenAPI document",
    applies=lambda package: package.document is not None,
)
def spec_operation_missing(package: Package) -> Iterator[Fact]:
    for operation in package.document.operations if package.document else ():
        if operation.sdk_path and not operation.internal and operation.label not in package.described:
            yield Fact(f"`{operation.label}` is described as `{operation.sdk_path}`", of=operation.sdk_path)
