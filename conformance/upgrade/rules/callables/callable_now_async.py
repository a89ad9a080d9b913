"""A callable is awaited now, and was not before.

Why it matters
    A call gives a coroutine in place of the result, and nothing happens until that is awaited.

Before
    `def flush()`

After
    `async def flush()`

What to do
    Await each call, in a function that is asynchronous itself.
"""

from conformance.upgrade.code.render import render_signature
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="callable_now_sync")
def callable_now_async(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    if kept.new.is_async and not kept.old.is_async:
        yield Fact(
            subject=kept.subject,
            message=f"{kept.label} is asynchronous now.",
            before=render_signature(kept.old),
            after=render_signature(kept.new),
            migration=f"Await each call of {kept.label}.",
            files=kept.files,
            trial=kept.old_writer.inspect_snippet("inspect.iscoroutinefunction({})"),
            impact=kept.limited_impact(),
        )
