"""A field has another type.

Why it matters
    Code that reads or passes values of the old type does not fit the new one. A type checker shows where.

Before
    `project.color` is `str`

After
    `project.color` is `Color`

What to do
    Read and pass the new type.
"""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.fields import render_fields, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import read_snippet, value_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def field_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if change.type == "changed":
            before, after = render_fields(old, new)
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} has another type.",
                before=before,
                after=after,
                migration=f"Use `{change.name}` as `{render_types(old.type, new.type)[1]}`.",
                files=change.files,
                operations=change.operations,
                trial=read_snippet(pair, change, old.type)
                if change.is_returned
                else value_snippet(pair, change, old.type),
            )
