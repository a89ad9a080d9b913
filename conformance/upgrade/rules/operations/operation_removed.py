"""The client no longer has a method that sends requests.

Why it matters
    Code that calls it raises `AttributeError`.

Before
    `client.tasks.archive(id=1)`

After
    `client.tasks` has no `archive`

What to do
    Find the method that replaces it, or stay on the old release.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.one_sided import removed_operations


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="operation_added")
def operation_removed(pair: ReleasePair) -> Iterator[Fact]:
    known = pair.contracts is not None  # what is sent is learned by running both
    other = (
        "No method of the new release sends the same request."
        if known
        else "Run all tiers to see whether another method does it."
    )
    for found in removed_operations(pair):
        yield Fact(
            subject=found.path,
            message=f"{found.name} is gone{found.where}{found.request}.",
            before=found.declaration,
            migration=f"Do not call {found.name}. {other}",
            files=found.files,
            trial=found.script.run_snippet(),
        )
