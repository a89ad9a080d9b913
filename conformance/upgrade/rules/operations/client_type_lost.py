"""A sub-client has no declared type any more.

Why it matters
    A type checker takes what it does not know for `Any`: calls through the sub-client are not checked, and mistakes in
    them, those that other changes bring included, are found only when the program runs.

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
    yield from client_type_changes(pair, typed=pair.old.api, untyped=pair.new.api, says="has no declared type any more")
