"""A field of a model that was required has a default now.

Why it matters
    Code that reads it may be given None where there always was a value; code that makes the model goes on working.

Before
    `project.color` is `str`

After
    `project.color` is `str | None`

What to do
    Say what to do when it is None.
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
                + (": who reads it has to expect None." if missing else "."),
                before=render_field(old),
                after=render_field(new),
                migration=f"Say what to do when `{change.name}` is None." if missing else "",
                files=change.files,
                operations=change.operations,
                trial=read_snippet(pair, change, old.type) if missing else None,
                impact=Impact.BREAKING if missing else Impact.COMPATIBLE,
                level=Level.TYPES if missing else Level.NONE,
            )
