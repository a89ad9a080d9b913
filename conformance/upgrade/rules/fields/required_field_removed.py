"""A model no longer declares a required field.

Why it matters
    A type checker rejects code that reads or passes the field. At run time the field exists only if the server still
    sends it and the model keeps unknown fields, and a value that is passed is sent only if it does. Otherwise reading
    the field fails.

Before
    `project.color` is `str`

After
    A type checker reports that `Project` has no attribute `color`

What to do
    Stop using the field, or read it with `getattr(project, "color", None)`.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import removed_field_fact


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="required_field_added")
def required_field_removed(pair: ReleasePair) -> Iterator[Fact]:
    for change in pair.fields:
        old = change.old
        if old is not None and change.new is None and old.required:
            yield removed_field_fact(pair, change, old)
