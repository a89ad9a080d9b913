"""A model has an additional field without a default.

Why it matters
    Code that makes the model without it fails. Of a model that only answers are made of, that is code of tests and
    stubs; code that reads answers goes on.

Before
    `ProjectRequest(title="x")` is fine

After
    `ProjectRequest(title="x")` fails: `color` is missing

What to do
    Give the field wherever you make the model.
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
            said = "making it without that fails" if change.is_built else TEST_CODE_CLAUSE
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is new and required: {said}.",
                after=render_field(new),
                migration=f"Give `{change.name}=...` wherever you make `{model}`.",
                example="" if change.is_built else usage_example(pair, change),
                files=change.files,
                operations=change.operations,
                trial=construction_snippet(pair, change),
                impact=Impact.BREAKING if change.is_built else Impact.RISKY,
            )
