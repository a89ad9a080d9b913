"""An error class is gone.

Why it matters
    Programs that import it, most of them to catch it, end with an ImportError when they start.

Before
    `except ConflictError`

After
    `errors.ConflictError` does not exist

What to do
    Catch the class that the operation raises now, or the base of all errors.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="error_class_added")
def error_class_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "error class")
