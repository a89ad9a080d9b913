"""The OpenAPI document names an SDK method for an operation, and the SDK does not have it.

Why it matters
    Users of the SDK cannot reach what the server offers.

Conforming
    the document names `tasks.list`, and `client.tasks.list` exists

Violating
    the document names `tasks.archive`, and `client.tasks.archive` does not exist
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check
from conformance.contract.document import Document


def _documented(package: Package) -> tuple[Package, Document] | None:
    """The package and its document, if there is one."""
    return None if package.document is None else (package, package.document)


@check(
    family="spec",
    judges=Package,
    select=_documented,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an OpenAPI document",
)
def spec_operation_missing(documented: tuple[Package, Document]) -> Facts:
    package, document = documented
    for operation in document.operations:
        path = operation.sdk_path
        if not path or operation.internal or package.in_broken_part(path):  # a broken part is reported instead
            continue
        if operation.label not in package.described:
            yield Fact(message=f"the document names `{path}` for `{operation.label}`", subject=path)
