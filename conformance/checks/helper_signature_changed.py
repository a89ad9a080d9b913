"""A helper is gone, or accepts something else than was approved.

Why it matters
    Calls fail with TypeError, or another default changes what they do: a shorter wait, another format.

Conforming
    `as_json(project_id, timeout=60)` as approved

Violating
    `as_json(project_id, timeout=5)`, or `as_json(project)`
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.documentation.helpers import HelperSignatures, signature_changes


@check(
    family="helper",
    judges=HelperSignatures,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="approved signatures of helpers",
    applies=lambda signatures: bool(signatures.approved),
)
def helper_signature_changed(signatures: HelperSignatures) -> Facts:
    for name, approved in signatures.approved.items():
        found = signatures.found.get(name)
        changes = ["it no longer exists"] if found is None else signature_changes(approved, found)
        if changes:
            yield Fact(message="; ".join(changes), part=name, subject=PACKAGE)
