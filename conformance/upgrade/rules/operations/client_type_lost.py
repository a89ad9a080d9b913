"""A sub-client no longer has a declared type.

Why it matters
    A type checker treats it as `Any`: it does not check calls through the sub-client, so mistakes show only when the
    program runs. That includes mistakes caused by other changes of the release.

Before
    `self.books = BooksClient(...)`

After
    `def books(self): ...`, a property without a type

What to do
    Give the sub-client a type where you use it: `books: BooksClient = client.books`.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.client_types import client_type_changes


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.TYPES, mirror="client_type_gained")
def client_type_lost(pair: ReleasePair) -> Iterator[Fact]:
    yield from client_type_changes(
        pair,
        typed=pair.old.api,
        untyped=pair.new.api,
        effect="no longer has a declared type",
        advice="Declare a type for",
    )
