"""A callable that was async is sync now.

Why it matters
    Awaiting the result raises `TypeError`.

Before
    `async def flush()`

After
    `def flush()`

What to do
    Call it without `await`.
"""

from conformance.upgrade.code.render import render_signature
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="callable_now_async")
def callable_now_sync(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    if matched.old.is_async and not matched.new.is_async:
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} is no longer async.",
            before=render_signature(matched.old),
            after=render_signature(matched.new),
            migration=f"Call {matched.label} without `await`.",
            files=matched.files,
            trial=matched.old_writer.type_check_snippet(),
            impact=matched.limited_impact(),
        )
