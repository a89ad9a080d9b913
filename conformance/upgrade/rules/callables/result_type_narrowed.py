"""A callable returns values of fewer types.

Why it matters
    Code that is ready for all of the old ones goes on; some of its cases are never met.

Before
    `tasks.find() -> Task | None`

After
    `tasks.find() -> Task`

What to do
    Nothing. Cases that are never met can go.
"""

from conformance.upgrade.code.wording import written
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.TYPES, mirror="result_type_widened")
def result_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result == "narrowed":
        before, after = written(kept.old.returns) or "Any", written(kept.new.returns) or "Any"
        yield Fact(
            subject=kept.subject,
            message=f"{kept.name} returns fewer types: `{after}`, no longer `{before}`."
            if kept.lost(kept.old.returns, kept.new.returns)
            else f"The result of {kept.name} is annotated in other words.",
            before=before,
            after=after,
            files=kept.files,
        )
