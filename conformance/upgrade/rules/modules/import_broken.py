"""The package can no longer be imported.

Why it matters
    Every program that uses it stops at its first line.

Before
    `import acme_sdk` works

After
    `import acme_sdk` raises `ImportError`

What to do
    Stay on the old release until a fixed one is published.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Snippet, Tier, rule


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, mirror="import_fixed")
def import_broken(pair: ReleasePair) -> Iterator[Fact]:
    if pair.new.import_error and not pair.old.import_error:
        yield Fact(
            subject=PACKAGE,
            message="The new release cannot be imported.",
            before="the import succeeds",
            after=pair.new.import_error,
            migration="Stay on the old release until a fixed one is published.",
            trial=Snippet(f"import {pair.old.api.package}", expects="fails"),
        )
