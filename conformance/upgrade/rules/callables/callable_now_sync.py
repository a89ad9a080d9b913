"""A callable is no longer awaited.

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
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="callable_now_async")
def callable_now_sync(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    if kept.old.is_async and not kept.new.is_async:
        yield Fact(
            subject=kept.subject,
            message=f"{kept.label} is no longer asynchronous.",
            before=render_signature(kept.old),
            after=render_signature(kept.new),
            migration=f"Call {kept.label} without `await`.",
            files=kept.files,
            trial=kept.old_writer.type_check_snippet(),
            impact=kept.limited_impact(),
        )
