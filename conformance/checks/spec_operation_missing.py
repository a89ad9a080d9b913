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


def _document_and_labels(package: Package) -> tuple[Document, frozenset[str]] | None:
    """The document, and the labels of its operations that the SDK has."""
    return None if package.document is None else (package.document, package.described)


@check(
    family="spec",
    judges=Package,
    select=_document_and_labels,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an OpenAPI document",
)
def spec_operation_missing(documented: tuple[Document, frozenset[str]]) -> Facts:
    document, labels = documented
    for operation in document.operations:
        if operation.sdk_path and not operation.internal and operation.label not in labels:
            message = f"the document names `{operation.sdk_path}` for `{operation.label}`"
            yield Fact(message=message, subject=operation.sdk_path)
