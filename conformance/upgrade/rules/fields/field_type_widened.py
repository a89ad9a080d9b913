"""A field accepts more types of values.

Why it matters
    Code that reads the field may get values that it does not expect. A type checker shows where.

Before
    `project.color` is `str`

After
    `project.color` is `str | None`

What to do
    Handle the new types where you read the field.
"""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.fields import accepts_anything, accepts_none, render_fields, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import read_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="field_type_narrowed")
def field_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if change.type == "widened":
            none = accepts_none(new) and not accepts_none(old)
            matters = change.is_returned and not change.interchangeable and (none or not accepts_anything(new))
            before, after = render_fields(old, new)
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} accepts more types"
                + (": code that reads it may get other values." if matters else "."),
                before=before,
                after=after,
                migration=f"Handle `{render_types(old.type, new.type)[1]}` where you read `{change.name}`."
                if matters
                else "",
                files=change.files,
                operations=change.operations,
                trial=read_snippet(pair, change, old.type) if matters else None,
                impact=Impact.BREAKING if matters else Impact.COMPATIBLE,
            )
