"""A method that sends requests has another name.

Why it matters
    Code that calls it by its old name raises `AttributeError`. The request is the same: HTTP method and path identify
    the operation.

Before
    `client.tasks.archive(id=1)`

After
    `client.tasks.archives.create(id=1)`

What to do
    Write the new name.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.one_sided import OneSided


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING)
def operation_renamed(pair: ReleasePair) -> Iterator[Fact]:
    for path, other in pair.alignment.operations.items():
        old = OneSided(pair, pair.old, pair.callables.old[path])
        new = OneSided(pair, pair.new, pair.callables.new[other])
        yield Fact(
            subject=path,
            message=f"{old.name} is now called {new.name}{new.request}.",
            before=old.declaration,
            after=new.declaration,
            migration=f"Call {new.name} instead of {old.name}.",
            files=tuple(dict.fromkeys((*old.files, *new.files))),
            trial=old.script.run_snippet(),
        )
