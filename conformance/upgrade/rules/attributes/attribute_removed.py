"""A module no longer has a constant, or a class an attribute that is not a field.

Why it matters
    Code that uses it raises `ImportError` or `AttributeError`.

Before
    `environment.STAGING`

After
    `AttributeError`

What to do
    Write the value in your own code, or do without it.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.attributes import attribute_changes


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="attribute_added")
def attribute_removed(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.old.api)
    for change in attribute_changes(pair, "removed"):
        yield Fact(
            subject=change.subject,
            part=change.part,
            message=f"`{change.label}` is gone.",
            before=change.before,
            migration=f"Do not use `{change.label}`.",
            files=change.files,
            trial=change.snippet(caller, "fails"),
        )
