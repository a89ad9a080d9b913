"""A field of a model lost its default.

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

from conformance.contract.types import ANY
from conformance.upgrade.code.excerpt import none_removed_clause
from conformance.upgrade.matching.fields import render_field, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import TEST_CODE_CLAUSE, construction_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="field_now_optional")
def field_now_required(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if new.required and not old.required:
            said = "making the model without it fails" if change.is_built else TEST_CODE_CLAUSE
            types = (pair.old.api.expand(old.type or ANY), pair.new.api.expand(new.type or ANY))
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is now required{none_removed_clause(*types)}: {said}.",
                before=render_field(old),
                after=render_field(new),
                migration=f"Give `{change.name}=...` wherever you make the model.",
                files=change.files,
                operations=change.operations,
                trial=construction_snippet(pair, change),
                impact=Impact.BREAKING if change.is_built else Impact.RISKY,
            )
