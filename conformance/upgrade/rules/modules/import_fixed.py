"""The package can be imported again.

Why it matters
    Existing code is not affected: the old release could not be used at all.

Before
    `import acme_sdk` raises `ImportError`

After
    `import acme_sdk` works

What to do
    Nothing.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Snippet, Tier, rule


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, mirror="import_broken")
def import_fixed(pair: ReleasePair) -> Iterator[Fact]:
    if pair.old.import_error and not pair.new.import_error:
        yield Fact(
            subject=PACKAGE,
            message="The new release can be imported; the old one could not.",
            before=pair.old.import_error,
            after="the import succeeds",
            trial=Snippet(f"import {pair.old.api.package}", expects="works"),
        )
