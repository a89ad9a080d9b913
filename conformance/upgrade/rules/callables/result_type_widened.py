"""A callable returns values of more types, None for example.

Why it matters
    A type checker refuses code that uses the result as the old type only, and such code fails when the new type comes.

Before
    `tasks.find() -> Task`

After
    `tasks.find() -> Task | None`

What to do
    Be ready for the types that are new.
"""

from conformance.upgrade.code.render import render_alternatives, render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.returned import observed_result, observed_result_fact
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="result_type_narrowed")
def result_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, lambda matched: _compare(pair, matched))


def _compare(pair: ReleasePair, matched: MatchedCallable) -> Iterator[Fact]:
    if matched.result_comparison == "widened":
        comes = observed_result(pair, matched)
        if comes is not None:
            yield observed_result_fact(matched, comes)
            return
        more = render_alternatives(matched.added_alternatives(matched.old.returns, matched.new.returns))
        unseen = matched.hidden_from_type_checkers(matched.old.returns, matched.new.returns)
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} may return more than it did: {more}."
            if more
            else f"The result of {matched.label} is annotated in other words.",
            before=render_type(matched.old.returns),
            after=render_type(matched.new.returns),
            migration="" if unseen else f"Be ready for {more} from {matched.label}.",
            files=matched.files,
            trial=matched.result_snippet(),
            impact=Impact.COMPATIBLE if unseen else matched.limited_impact(),
            level=Level.NONE if unseen else Level.TYPES,
        )
