"""A field of a model has another default.

Why it matters
    A model that is created without the field, by the caller or from a response, has another value.

Before
    `retries: int = 3`

After
    `retries: int = 5`

What to do
    Pass the value explicitly where it matters.
"""

from conformance.upgrade.matching.fields import render_field, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import default_snippet


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def field_default_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if old.value and new.value and old.value != new.value:
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} defaults to `{new.value}`, no longer to `{old.value}`.",
                before=render_field(old),
                after=render_field(new),
                migration=f"Pass `{change.name}={old.value}` where you rely on it.",
                files=change.files,
                operations=change.operations,
                trial=default_snippet(pair, change),
            )
