"""A model no longer declares a field that had a default.

Why it matters
    Code that reads the field of an object that came without it fails: the old release gave the default. At run time
    the field is there only if the server still sends it, and a value that is given is sent only where the model keeps
    what it does not know. A type checker refuses all of that.

Before
    `project.color` is `str | None`

After
    `AttributeError`, where the server did not send `color`

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
