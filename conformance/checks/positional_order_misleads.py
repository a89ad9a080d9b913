"""The positional arguments of an operation are in another order than in its path.

Why it matters
    `get(7, 9)` reads like `/projects/7/exports/9`, and requests `/projects/9/exports/7`: the wrong resource, without an
    error.

Conforming
    `exports.get(project, export)` -> `/projects/{project}/exports/{export}`

Violating
    `exports.get(export, project)` -> `/projects/{project}/exports/{export}`
"""

from __future__ import annotations

import re

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, check
from conformance.contract.model import Operation


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="two positional arguments in the path",
    applies=lambda declared: any(len(_positional(operation)) > 1 for operation in declared.actual.values()),
    relevant=lambda operation: len(_positional(operation)) > 1,
)
def positional_order_misleads(declared: DeclaredOperation) -> Facts:
    orders: dict[tuple[str, str], list[str]] = {}
    for twin, operation in declared.actual.items():
        given = _positional(operation)
        sent = [name for name in re.findall(r"\{(\w+)\}", operation.url) if name in given]
        if given != sent:
            orders.setdefault((", ".join(given), operation.url), []).append(twin)
    for (given_text, url), twins in orders.items():
        only = f" of the {twins[0]} client" if len(twins) < len(declared.actual) else ""
        yield Fact(message=f"`({given_text})`{only} goes to {url}.", part=given_text + (f".{twins[0]}" if only else ""))


def _positional(operation: Operation) -> list[str]:
    """The names of the positional arguments that are in the path, in the order of the signature."""
    given = [
        (parameter.position, parameter.name)
        for parameter in operation.accepted
        if parameter.position is not None and parameter.location == "path"
    ]
    return [name for _, name in sorted(given)]
