"""A field is declared with another type.

Why it matters
    Code that reads or gives values of the old type does not fit the new one; a type checker says where.

Before
    `project.color` is `str`

After
    `project.color` is `Color`

What to do
    Read and give the new type.
"""

from conformance.upgrade.code.wording import written
from conformance.upgrade.matching.fields import both, declaration
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import given_trial, read_trial


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def field_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in both(pair.fields):
        if change.type == "changed":
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.shown} has another type.",
                before=declaration(old),
                after=declaration(new),
                migration=f"Use `{change.name}` as `{written(new.type)}`.",
                files=change.files,
                operations=change.operations,
                trial=read_trial(pair, change, old.type) if change.read else given_trial(pair, change, old.type),
            )
