"""A callable, an argument or a class is said to be deprecated.

Why it matters
    It goes on for now, and one of the next releases may end it.

Before
    `tasks.list(*, fields)`

After
    `tasks.list(*, fields)`, where the documentation of `fields` says "Deprecated: use `include`"

What to do
    Use what the release names in its place.
"""

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.deprecations import of_callable, of_classes, said
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.NONE, mirror="deprecated_removed")
def deprecated_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(pair, _seen)
    for found in of_classes(pair, ended=False):
        yield Fact(
            subject=found.subject,
            message=f"{found.name} is deprecated.",
            after=found.why,
            migration=f"Stop using {found.name}: {found.why}",
            files=found.files,
            trial=found.trial,
        )


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for part, why in of_callable(kept, ended=False):
        name = f"`{part}` of {kept.label}" if part else kept.label
        yield Fact(
            subject=kept.subject,
            message=f"{name} is deprecated.",
            part=part,
            after=why,
            migration=f"Stop using {name}: {why}",
            files=kept.files,
            trial=kept.old_writer.inspect_snippet(said("{}")),
        )
