"""The package can no longer be imported.

Why it matters
    Every program that uses it stops at its first line.

Before
    `import acme_sdk` works

After
    `import acme_sdk` raises `ImportError`

What to do
    Stay on the old release until a mended one is published.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, Trial, rule


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, mirror="import_fixed")
def import_broken(pair: ReleasePair) -> Iterator[Fact]:
    if pair.new.broken and not pair.old.broken:
        yield Fact(
            subject=PACKAGE,
            message="The new release cannot be imported.",
            before="it is imported",
            after=pair.new.broken,
            migration="Stay on the old release until a mended one is published.",
            trial=Trial(f"import {pair.old.api.package}", expects="fails"),
        )
