"""The package can be imported again.

Why it matters
    Nothing breaks: the old release could not be used at all.

Before
    `import acme_sdk` raises `ImportError`

After
    `import acme_sdk` works

What to do
    Nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Tier, Trial
from conformance.finding import PACKAGE
from conformance.upgrade.fact import Fact
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import rule


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, mirror="import_broken")
def import_fixed(pair: ReleasePair) -> Iterator[Fact]:
    if pair.old.broken and not pair.new.broken:
        yield Fact(
            PACKAGE,
            "The new release can be imported; the old one could not.",
            before=pair.old.broken,
            after="it is imported",
            migration="",
            trial=Trial(f"import {pair.old.api.package}", expects="works"),
        )
