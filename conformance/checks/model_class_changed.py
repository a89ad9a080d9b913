"""A model no longer keeps unknown fields, or has different base classes or settings than approved.

Why it matters
    Fields of newer servers are lost, and isinstance checks on a base class fail. A model that is no longer frozen can
    be changed by accident, and is no key of a dict any more.

Conforming
    unknown fields are kept, as approved

Violating
    `extra="ignore"`
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedOperation, DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def model_class_changed(operation: ApprovedOperation) -> Facts:
    for actual, approved in operation.shared_models():
        if actual.keeps_unknown != approved.keeps_unknown:
            message = f"keeps unknown fields: {actual.keeps_unknown}, approved {approved.keeps_unknown}"
            yield Fact(message=message, part="extra", subject=actual.name)
        if actual.config is not None and approved.config is not None:
            settings, before = dict(actual.config), dict(approved.config)
            for name in sorted(settings.keys() | before.keys()):
                if settings.get(name) != before.get(name):
                    message = f"{name}: {settings.get(name, 'not set')}, approved {before.get(name, 'not set')}"
                    yield Fact(message=message, part=name, subject=actual.name)
        if actual.bases != approved.bases:
            message = f"extends {', '.join(actual.bases)}; approved {', '.join(approved.bases)}"
            yield Fact(message=message, part="bases", subject=actual.name)
