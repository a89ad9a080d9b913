"""A callable, an argument or a class is no longer deprecated.

Why it matters
    The release no longer plans to remove it.

Before
    `tasks.list(*, fields)`, where the documentation of `fields` says "Deprecated: use `include`"

After
    `tasks.list(*, fields)`

What to do
    Nothing.
"""

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.deprecations import callable_deprecations, class_deprecations
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="deprecated_added")
def deprecated_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts_per_callable(pair, _compare)
    for found in class_deprecations(pair, ended=True):
        yield Fact(
            subject=found.subject, message=f"{found.name} is no longer deprecated.", before=found.why, files=found.files
        )


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for part, why in callable_deprecations(matched, ended=True):
        name = f"`{part}` of {matched.label}" if part else matched.label
        yield Fact(
            subject=matched.subject,
            message=f"{name} is no longer deprecated.",
            part=part,
            before=why,
            files=matched.files,
        )
