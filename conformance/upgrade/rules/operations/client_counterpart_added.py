"""One of the two clients has a method that only the other one had.

Why it matters
    It is what the new release offers in addition; nobody has to use it.

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
            message=f"The {'synchronous' if found.twin == 'sync' else 'asynchronous'} client has `{found.path}`, too.",
            part=found.twin,
            after=found.declaration,
            example=found.script.example(),
            files=found.files,
            trial=found.script.run_snippet(expects="works"),
        )
