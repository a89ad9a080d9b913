"""The client no longer has a method that makes requests.

Why it matters
    Code that calls it raises `AttributeError`.

Before
    `client.tasks.archive(id=1)`

After
    `client.tasks` has no `archive`

What to do
    Find out which method does it now, or stay on the old release.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Tier
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact, rule
from conformance.upgrade.rules.operations.facts import one_sided


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="operation_added")
def operation_removed(pair: ReleasePair) -> Iterator[Fact]:
    for found in one_sided.removed(pair):
        yield Fact(
            found.path,
            f"{found.name} is gone{found.where}{found.request}.",
            before=found.declaration,
            migration=f"Do not call {found.name}: no method of the new release is known to do the same.",
            files=found.files,
            trial=found.script.run(),
        )
