"""A callable returns fewer types of values.

Why it matters
    Code that handles all the old types keeps working, but some of its branches are never reached.

Before
    `tasks.find() -> Task | None`

After
    `tasks.find() -> Task`

What to do
    Nothing. You can remove branches that are never reached.
"""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.TYPES, mirror="result_type_widened")
def result_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    if matched.result_comparison == "narrowed":
        before, after = (text or "Any" for text in render_types(matched.old.returns, matched.new.returns))
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} returns fewer types: `{after}`, no longer `{before}`."
            if matched.removed_alternatives(matched.old.returns, matched.new.returns)
            else f"The result of {matched.label} has another annotation with the same meaning.",
            before=before,
            after=after,
            files=matched.files,
        )
