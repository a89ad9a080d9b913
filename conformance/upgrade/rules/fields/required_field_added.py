"""A model has a new required field.

Why it matters
    Code that creates the model without the field fails. If only responses contain the model, only tests and stubs
    create it, and code that reads responses keeps working.

Before
    `ProjectRequest(title="x")` works

After
    `ProjectRequest(title="x")` fails: `color` is missing

What to do
    Pass the field wherever you create the model.
"""

from conformance.upgrade.matching.fields import render_field
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import TEST_CODE_CLAUSE, construction_snippet, usage_example
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="required_field_removed")
def required_field_added(pair: ReleasePair) -> Iterator[Fact]:
    for change in pair.fields:
        new = change.new
        if new is not None and change.old is None and new.required:
            model = short_name(change.owner.new.name)
            effect = "creating the model without it fails" if change.is_built else TEST_CODE_CLAUSE
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is new and required: {effect}.",
                after=render_field(new),
                migration=f"Pass `{change.name}=...` wherever you create `{model}`.",
                example="" if change.is_built else usage_example(pair, change),
                files=change.files,
                operations=change.operations,
                trial=construction_snippet(pair, change),
                impact=Impact.BREAKING if change.is_built else Impact.RISKY,
            )
