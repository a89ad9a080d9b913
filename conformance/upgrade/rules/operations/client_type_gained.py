"""A sub-client has a declared type now.

Why it matters
    A type checker now checks calls through the sub-client, which it did not check before. It may find mistakes.

Before
    `def books(self): ...`, a property without a type

After
    `def books(self) -> BooksClient: ...`

What to do
    Fix what the type checker finds.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.client_types import client_type_changes


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.TYPES, mirror="client_type_lost")
def client_type_gained(pair: ReleasePair) -> Iterator[Fact]:
    yield from client_type_changes(
        pair,
        typed=pair.new.api,
        untyped=pair.old.api,
        effect="has a declared type now",
        advice="Run a type checker on code that uses",
    )
