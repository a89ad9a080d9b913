"""A field accepts fewer types of values.

Why it matters
    A type checker rejects code that passes a removed type, and so does the model if it validates its fields.

Before
    `ProjectRequest(color=None)` works

After
    `color` is `str`

What to do
    Pass a value of a type that is still accepted.
"""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.fields import render_fields, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import narrowed_read_snippet, value_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="field_type_widened")
def field_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if change.type == "narrowed":
            matters = change.is_built and not change.interchangeable
            loose = change.is_returned and change.accepted_anything and not matters
            before, after = render_fields(old, new)
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} accepts fewer types"
                + (": some values can no longer be passed." if matters else "")
                + (": a type checker now checks how it is used." if loose else "")
                + ("" if matters or loose else "."),
                before=before,
                after=after,
                migration=f"Pass `{change.name}` as `{render_types(old.type, new.type)[1]}`." if matters else "",
                files=change.files,
                operations=change.operations,
                trial=value_snippet(pair, change, old.type)
                if matters
                else narrowed_read_snippet(pair, change)
                if loose
                else None,
                impact=Impact.BREAKING if matters else Impact.RISKY if loose else Impact.COMPATIBLE,
            )
