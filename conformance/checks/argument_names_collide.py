"""An operation has two arguments whose names differ by an underscore only.

Why it matters
    Both are accepted, one is easily taken for the other, and the value goes elsewhere: into the path or into the query.

Conforming
    `versions.list(prompt_id, *, version)`

Violating
    `versions.list(prompt_id, *, prompt_id_)`
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, check
from conformance.contract.model import Operation, Parameter


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="two arguments",
    applies=lambda declared: any(len(operation.accepted) > 1 for operation in declared.actual.values()),
    relevant=lambda operation: len(operation.accepted) > 1,
)
def argument_names_collide(declared: DeclaredOperation) -> Facts:
    texts = {pair[1].name: _text(pair) for operation in declared.actual.values() for pair in _pairs(operation)}
    for name, text in sorted(texts.items()):
        yield Fact(message=text, part=name)


def _pairs(operation: Operation) -> list[tuple[Parameter, Parameter]]:
    """Pairs of arguments with and without an underscore at the end."""
    accepted = {parameter.name: parameter for parameter in operation.accepted}
    return [
        (accepted[plain], parameter)
        for name, parameter in accepted.items()
        if name.endswith("_") and (plain := name.rstrip("_")) in accepted
    ]


def _text(pair: tuple[Parameter, Parameter]) -> str:
    one, other = (f"`{parameter.name}` ({parameter.location} `{parameter.wire_name}`)" for parameter in pair)
    return f"It takes both {one} and {other}."
