"""The client has a new method that sends requests.

Why it matters
    The new release offers it in addition. Existing code keeps working.

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
