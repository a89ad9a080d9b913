"""One argument has two names on the wire in operations of the same client.

Why it matters
    A server that knows one of the names ignores the other, without an error.

Conforming
    `export_type` is sent as `exportType` by every operation of `exports`

Violating
    `export_type` is sent as `exportType` by `exports.download`, and as `export_type` by `exports.download_sync`
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Package, Severity, Source, check


@check(
    family="contract",
    judges=Package,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="operations with arguments in the query",
    applies=lambda package: bool(package.operations),
)
def wire_name_differs(package: Package) -> Facts:
    names: dict[tuple[str, str], dict[str, list[str]]] = {}
    for path, operation in package.operations.items():
        for parameter in operation.accepted:
            if parameter.location == "query":
                group = names.setdefault((path.rpartition(".")[0], parameter.name), {})
                group.setdefault(parameter.wire_name, []).append(path.rpartition(".")[2])
    for (client, name), group in sorted(names.items()):
        if len(group) > 1:
            texts = [f"as `{wire}` by {', '.join(sorted(methods))}" for wire, methods in sorted(group.items())]
            yield Fact(
                message=f"`{name}` of {client or 'the client'} is sent {' and '.join(texts)}.",
                part=f"{client}.{name}".lstrip("."),
            )
