"""A field of a model is missing, new, or declared differently from the approved contract.

Why it matters
    Attributes that code reads are gone or mean something else; required fields that are new break every constructor
    call.

Conforming
    `Task.id: int` as approved

Violating
    `Task.id: str`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda sides: sides.approved is not None,
)
def model_field_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for model, approved in sides.shared_models():
        now, then = ({field.name: field for field in side.fields} for side in (model, approved))
        for name in sorted({*now, *then}):
            if name not in now:
                yield Fact(f"`{name}` is gone", name, of=model.name)
            elif name not in then:
                yield Fact(f"`{name}` was not approved", name, of=model.name)
            else:
                for aspect in ("wire_name", "type", "required", "default"):
                    new, old = getattr(now[name], aspect), getattr(then[name], aspect)
                    if new != old:
                        yield Fact(f"{aspect} of `{name}` is {new}, approved {old}", name, of=model.name)
