"""An error class is new.

Why it matters
    A failure that had no name of its own can be caught by one; `except` clauses for its base go on catching it.

Before
    `errors.ConflictError` does not exist

After
    `except ConflictError`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="error_class_removed")
def error_class_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "error class")
