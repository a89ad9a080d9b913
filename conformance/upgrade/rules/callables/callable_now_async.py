"""A callable that was sync is async now.

Why it matters
    A call returns a coroutine instead of the result. Nothing happens until the coroutine is awaited.

Before
    `def flush()`

After
    `async def flush()`

What to do
    Await each call, inside an async function.
"""

from conformance.upgrade.code.render import render_signature
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="callable_now_sync")
def callable_now_async(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    if matched.new.is_async and not matched.old.is_async:
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} is async now.",
            before=render_signature(matched.old),
            after=render_signature(matched.new),
            migration=f"Await each call of {matched.label}.",
            files=matched.files,
            trial=matched.old_writer.inspect_snippet("inspect.iscoroutinefunction({})"),
            impact=matched.limited_impact(),
        )
