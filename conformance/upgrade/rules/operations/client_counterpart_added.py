"""Only one of the two clients had a method; now both have it.

Why it matters
    The new release offers it in addition. Existing code keeps working.

Before
    `AsyncTasksClient` has no `archive`

After
    `await async_client.tasks.archive(id=1)`

What to do
    Nothing. Call it where it helps.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.one_sided import one_sided_counterparts


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="client_counterpart_removed")
def client_counterpart_added(pair: ReleasePair) -> Iterator[Fact]:
    for found in one_sided_counterparts(pair, pair.new):
        yield Fact(
            subject=found.path,
            message=f"The {found.twin} client has `{found.path}` now, too.",
            part=found.twin,
            after=found.declaration,
            example=found.script.example(),
            files=found.files,
            trial=found.script.run_snippet(expects="works"),
        )
