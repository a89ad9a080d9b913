"""An optional field of a model is required now.

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

from conformance.contract.types import ANY
from conformance.upgrade.code.excerpt import none_removed_clause
from conformance.upgrade.matching.fields import render_field, shared_fields
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.fields.facts import TEST_CODE_CLAUSE, construction_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="field_now_optional")
def field_now_required(pair: ReleasePair) -> Iterator[Fact]:
    for change, old, new in shared_fields(pair.fields):
        if new.required and not old.required:
            effect = "creating the model without it fails" if change.is_built else TEST_CODE_CLAUSE
            types = (pair.old.api.expand(old.type or ANY), pair.new.api.expand(new.type or ANY))
            yield Fact(
                subject=change.owner.old.name,
                part=change.name,
                message=f"{change.label} is now required{none_removed_clause(*types)}: {effect}.",
                before=render_field(old),
                after=render_field(new),
                migration=f"Pass `{change.name}=...` wherever you create the model.",
                files=change.files,
                operations=change.operations,
                trial=construction_snippet(pair, change),
                impact=Impact.BREAKING if change.is_built else Impact.RISKY,
            )
