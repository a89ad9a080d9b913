"""A required field of a model is optional now.

Why it matters
    Code that reads the field may get None where there always was a value. Code that creates the model keeps working.

Before
    `project.color` is `str`

After
    `project.color` is `str | None`

What to do
    Handle None where you read the field.
"""

from conformance.upgrade.matching.fields import accepts_none, render_field, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import read_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="field_now_required")
def field_now_optional(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if old.required and not new.required:
            missing = change.is_returned and accepts_none(new) and not accepts_none(old)
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is no longer required"
                + (": code that reads it must handle None." if missing else "."),
                before=render_field(old),
                after=render_field(new),
                migration=f"Handle None where you read `{change.name}`." if missing else "",
                files=change.files,
                operations=change.operations,
                trial=read_snippet(pair, change, old.type) if missing else None,
                impact=Impact.BREAKING if missing else Impact.COMPATIBLE,
                level=Level.TYPES if missing else Level.NONE,
            )
