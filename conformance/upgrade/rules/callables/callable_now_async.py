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

from conformance.upgrade.code.wording import signature
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
            message=f"{kept.name} is asynchronous now.",
            before=signature(kept.old),
            after=signature(kept.new),
            migration=f"Await each call of {kept.name}.",
            files=kept.files,
            trial=kept.script.inspected("inspect.iscoroutinefunction({})"),
            impact=kept.impact(),
        )
