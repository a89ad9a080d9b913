"""Two operations request the same path and declare different responses.

Why it matters
    The server has one response: one of the two types is wrong.

Conforming
    `exports.get` and `exports.status` both return `Export` from `GET /exports/{id}`

Violating
    `exports.get` returns `Export`, `exports.status` returns `Status`, both from `GET /exports/{id}`
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check
from conformance.contract.url_shape import shape_of


@check(
    family="contract",
    judges=Package,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="operations",
    applies=lambda package: bool(package.operations),
)
def endpoint_types_differ(package: Package) -> Facts:
    endpoints: dict[tuple[str, str], dict[str, str]] = {}
    for path, operation in sorted(package.operations.items()):
        if operation.method and operation.shape == "value" and operation.body in {"none", "json"}:
            types = endpoints.setdefault((operation.method, shape_of(operation.url)), {})
            types.setdefault(str(operation.response), path)
    for (method, url), types in sorted(endpoints.items()):
        if len(types) > 1:
            texts = [f"{path} declares {declared}" for declared, path in types.items()]
            yield Fact(message=f"{method} {url}: {', '.join(texts)}.", part=f"{method} {url}")
