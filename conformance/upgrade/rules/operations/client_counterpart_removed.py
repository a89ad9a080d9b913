"""The sync or the async client no longer has a method that the other one still has.

Why it matters
    Code that calls it on that client raises `AttributeError`.

Before
    `await async_client.tasks.archive(id=1)`

After
    `AsyncTasksClient` has no `archive`

What to do
    Call it on the other client.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.one_sided import one_sided_counterparts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="client_counterpart_added")
def client_counterpart_removed(pair: ReleasePair) -> Iterator[Fact]:
    for found in one_sided_counterparts(pair, pair.old):
        other = "async" if found.twin == "sync" else "sync"
        yield Fact(
            subject=found.path,
            message=f"The {found.twin} client no longer has `{found.path}`.",
            part=found.twin,
            before=found.declaration,
            migration=f"Call `{found.path}` on the {other} client.",
            files=found.files,
            trial=found.script.run_snippet(),
        )
