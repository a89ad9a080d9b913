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

from conformance.upgrade.code.render import render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.TYPES, mirror="result_type_widened")
def result_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result_comparison == "narrowed":
        before, after = render_type(kept.old.returns) or "Any", render_type(kept.new.returns) or "Any"
        yield Fact(
            subject=kept.subject,
            message=f"{kept.label} returns fewer types: `{after}`, no longer `{before}`."
            if kept.removed_alternatives(kept.old.returns, kept.new.returns)
            else f"The result of {kept.label} is annotated in other words.",
            before=before,
            after=after,
            files=kept.files,
        )
