"""A docstring names a value of an argument that the argument's type does not have.

Why it matters
    A type checker refuses what the documentation recommends, or the text is older than the values.

Conforming
    "Use 'all' or 'pinned_only'", and `Literal["all", "pinned_only"]`

Violating
    "Use 'all' or 'pinned'", and `Literal["all", "pinned_only"]`
"""

from __future__ import annotations

import re

from conformance.checks.prelude import Fact, Facts, Severity, Source, check
from conformance.contract.types import Type
from conformance.documentation.subjects import DocumentedOperation

_QUOTED = re.compile(r"(?<![\w'])'(\w+)'(?![\w'])|`(\w+)`|\"(\w+)\"")


@check(
    family="documentation",
    judges=DocumentedOperation,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="an argument with listed values that its text names",
    applies=lambda documented: any(_named_values(documented)),
)
def documented_value_unknown(documented: DocumentedOperation) -> Facts:
    names = {parameter.name for parameter in documented.operation.parameters}
    for name, quoted, allowed in _named_values(documented):
        for value in quoted:
            if value not in allowed and value not in names and value not in {"null", "None", "true", "false"}:
                yield Fact(
                    message=f"The text of `{name}` names {value!r}; its type allows {', '.join(map(repr, allowed))}.",
                    part=f"{name}.{value}",
                )


def _named_values(documented: DocumentedOperation) -> list[tuple[str, list[str], list[str]]]:
    """The arguments whose text quotes at least two of their listed values: name, quoted words, listed values."""
    found = []
    for described in documented.docstring.parameters:
        parameter = documented.operation.parameter(described.name)
        allowed = _listed_values(parameter.type) if parameter else []
        quoted = list(dict.fromkeys("".join(groups) for groups in _QUOTED.findall(described.text)))
        if len(set(quoted) & set(allowed)) > 1:
            found.append((described.name, quoted, allowed))
    return found


def _listed_values(declared: Type) -> list[str]:
    """The texts that a type lists; none where it allows objects or lists, too: a text may quote what they contain."""
    if any(member.kind in {"model", "map", "list"} for member in declared.members):
        return []
    return [value for member in declared.members for value in member.values if isinstance(value, str)]
