"""A field has another name on the wire.

Why it matters
    The field is read from and sent as another property.

Before
    `starts_at`, on the wire `startsAt`

After
    `starts_at`, on the wire `start`

What to do
    Use a server that knows the new name.
"""

from conformance.upgrade.matching.fields import render_field, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import alias_snippet
from conformance.upgrade.rules.operations.facts.matched import field_difference


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def field_alias_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if old.wire_name != new.wire_name:
            difference = field_difference(pair, f"{change.owner.old.name}.{old.wire_name}")
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is `{new.wire_name}` on the wire, no longer `{old.wire_name}`.",
                before=render_field(old),
                after=render_field(new),
                files=change.files,
                operations=change.operations,
                trial=alias_snippet(pair, change),
                difference=difference,
                impact=None if difference is None else Impact.BREAKING,  # the same response is read differently
            )
