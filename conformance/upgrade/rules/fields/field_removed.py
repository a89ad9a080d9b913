"""A model no longer declares an optional field.

Why it matters
    Reading the field of an object without a value fails: the old release supplied the default. At run time the field
    exists only if the server still sends it, and a value that is passed is sent only if the model keeps unknown fields.
    A type checker rejects both.

Before
    `project.color` is `str | None`

After
    `AttributeError` if the server did not send `color`

What to do
    Stop using the field, or read it with `getattr(project, "color", None)`.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import removed_field_fact


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="field_added")
def field_removed(pair: ReleasePair) -> Iterator[Fact]:
    for change in pair.fields:
        old = change.old
        if old is not None and change.new is None and not old.required:
            yield removed_field_fact(pair, change, old)
