"""A model has a new optional field.

Why it matters
    Code can read it by name if the server sends it, or send it, and type checkers know it.

Before
    `Project(title=...)` has no field `color`

After
    `color: str | None = None`

What to do
    Nothing.
"""

from conformance.upgrade.matching.fields import render_field
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import new_field_snippet, usage_example


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="field_removed")
def field_added(pair: ReleasePair) -> Iterator[Fact]:
    for change in pair.fields:
        new = change.new
        if new is not None and change.old is None and not new.required:
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is new.",
                after=render_field(new),
                example=usage_example(pair, change),
                files=change.files,
                operations=change.operations,
                trial=new_field_snippet(pair, change),
            )
