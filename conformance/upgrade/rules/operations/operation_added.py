"""The client has a method that makes requests and was not there before.

Why it matters
    It is what the new release offers in addition; nobody has to use it.

Before
    `client.tasks` has no `archive`

After
    `client.tasks.archive(id=1)`

What to do
    Nothing. Call it where it helps.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.one_sided import added_operations


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="operation_removed")
def operation_added(pair: ReleasePair) -> Iterator[Fact]:
    for found in added_operations(pair):
        yield Fact(
            subject=found.path,
            message=f"{found.name} is new{found.where}{found.request}.",
            after=found.declaration,
            example=found.script.example(),
            files=found.files,
            trial=found.script.run_snippet(expects="works"),
        )
