"""A callable has the same signature and a new implementation.

Why it matters
    The change may have any effect, or none. Rules of the behaviour tier compare what the same call returns on both
    releases.

Before
    `return response.json()`

After
    `return decoded(response)`

What to do
    Nothing, unless the report lists a change of its behaviour.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.same_declarations import client_clause, same_declarations
from conformance.upgrade.source.definitions import short_name


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE)
def implementation_changed(pair: ReleasePair) -> Iterator[Fact]:
    for same in same_declarations(pair):
        if same.bodies_differ:
            client = client_clause(same.bodies_differ, same.twins)
            note = (
                "rules of the behaviour tier compare what it does"
                if same.old.operation
                else "its signature is the same"
            )
            yield Fact(
                subject=same.old.subject,
                message=f"`{same.old.subject}` has a new implementation{client}; {note}.",
                files=same.files,
            )
    for owner in pair.definitions.classes:
        if owner.old.body != owner.new.body:
            yield Fact(
                subject=owner.old.name,
                part="class",
                message=f"Statements in the body of the class `{short_name(owner.old.name)}` differ.",
                files=tuple(dict.fromkeys((owner.old.file, owner.new.file))),
            )
