"""A module has a new constant, or a class a new attribute that is not a field.

Why it matters
    Callers can use it.

Before
    `environment.STAGING` does not exist

After
    `environment.STAGING`

What to do
    Nothing.
"""

from conformance.upgrade.code.code_writer import CodeWriter
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.attributes import attribute_changes


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="attribute_removed")
def attribute_added(pair: ReleasePair) -> Iterator[Fact]:
    caller = CodeWriter(pair.new.api)
    for change in attribute_changes(pair, "added"):
        yield Fact(
            subject=change.subject,
            part=change.part,
            message=f"`{change.label}` is new.",
            after=change.after,
            example=f"{caller.import_line(change.subject)}\n\nprint({change.label})",
            files=change.files,
            trial=change.snippet(caller, "works"),
        )
