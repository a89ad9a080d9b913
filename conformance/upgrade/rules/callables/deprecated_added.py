"""A callable, an argument or a class is deprecated.

Why it matters
    It still works, but a later release may remove it.

Before
    `tasks.list(*, fields)`

After
    `tasks.list(*, fields)`, where the documentation of `fields` says "Deprecated: use `include`"

What to do
    Use what the release recommends instead.
"""

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.deprecations import (
    callable_deprecations,
    class_deprecations,
    deprecation_test,
)
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.NONE, mirror="deprecated_removed")
def deprecated_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts_per_callable(pair, _compare)
    for found in class_deprecations(pair, ended=False):
        yield Fact(
            subject=found.subject,
            message=f"{found.name} is deprecated.",
            after=found.why,
            migration=f"Stop using {found.name}: {found.why}",
            files=found.files,
            trial=found.trial,
        )


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for part, why in callable_deprecations(matched, ended=False):
        name = f"`{part}` of {matched.label}" if part else matched.label
        yield Fact(
            subject=matched.subject,
            message=f"{name} is deprecated.",
            part=part,
            after=why,
            migration=f"Stop using {name}: {why}",
            files=matched.files,
            trial=matched.old_writer.inspect_snippet(deprecation_test("{}")),
        )
