"""A callable, an argument or a class is no longer said to be deprecated.

Why it matters
    It is there to stay, as far as the release says.

Before
    `tasks.list(*, fields)`, where the documentation of `fields` says "Deprecated: use `include`"

After
    `tasks.list(*, fields)`

What to do
    Nothing.
"""

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.deprecations import of_callable, of_classes
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="deprecated_added")
def deprecated_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(pair, _seen)
    for found in of_classes(pair, ended=True):
        yield Fact(
            subject=found.subject, message=f"{found.name} is no longer deprecated.", before=found.why, files=found.files
        )


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for part, why in of_callable(kept, ended=True):
        name = f"`{part}` of {kept.label}" if part else kept.label
        yield Fact(
            subject=kept.subject, message=f"{name} is no longer deprecated.", part=part, before=why, files=kept.files
        )
