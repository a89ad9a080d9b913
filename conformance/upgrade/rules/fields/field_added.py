"""A model has an additional field that need not be given.

Why it matters
    What the server sends can be read by its name, and a type checker knows it; or it can be sent.

Before
    `Project(title=...)` has no field `color`

After
    `color: str | None = None`

What to do
    Nothing has to be done.
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
