"""A field has another name in Python and the same name on the wire.

Why it matters
    Code that reads or passes the field by its old name fails.

Before
    `project.klass`, on the wire `class`

After
    `project.class_`, on the wire `class`

What to do
    Write the new name.
"""

from conformance.upgrade.matching.fields import is_renamed, render_field
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import read_snippet
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME)
def field_renamed(pair: ReleasePair) -> Iterator[Fact]:
    for change in pair.fields:
        if change.old is not None and change.new is not None and is_renamed(change):
            now = short_name(change.new.name)
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is now `{now}`; on the wire it is still `{change.old.wire_name}`.",
                before=render_field(change.old),
                after=render_field(change.new),
                migration=f"Write `{now}` instead of `{change.name}`.",
                files=change.files,
                operations=change.operations,
                trial=read_snippet(pair, change),
            )
