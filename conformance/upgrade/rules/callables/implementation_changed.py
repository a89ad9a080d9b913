"""A callable is declared as before, and does it in another way.

Why it matters
    Nothing may follow from it, or everything: the tier of behaviour tells what the same call gives on both
    releases.

Before
    `return answer.json()`

After
    `return decoded(answer)`

What to do
    Nothing, unless another change says so.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.same_declarations import client_clause, same_declarations
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE)
def implementation_changed(pair: ReleasePair) -> Iterator[Fact]:
    for same in same_declarations(pair):
        if same.bodies_differ:
            twin = client_clause(same.bodies_differ, same.twins)
            told = "what it does is compared as behaviour" if same.old.operation else "its declaration is the same"
            yield Fact(
                subject=same.old.subject,
                message=f"`{same.old.subject}` is implemented in another way{twin}; {told}.",
                files=same.files,
            )
    for owner in pair.definitions.classes:
        if owner.old.body != owner.new.body:
            yield Fact(
                subject=owner.old.name,
                part="class",
                message=f"The body of `{short_name(owner.old.name)}` sets other things up.",
                files=tuple(dict.fromkeys((owner.old.file, owner.new.file))),
            )
