"""A callable can return more types of values, such as None.

Why it matters
    A type checker rejects code that uses the result as the old type only. That code fails when it gets a value of the
    new type.

Before
    `tasks.find() -> Task`

After
    `tasks.find() -> Task | None`

What to do
    Handle the new types.
"""

from conformance.upgrade.code.render import render_alternatives, render_types
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
        before, after = render_types(matched.old.returns, matched.new.returns)
        unseen = matched.hidden_from_type_checkers(matched.old.returns, matched.new.returns)
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} can return more types: {more}."
            if more
            else f"The result of {matched.label} has another annotation with the same meaning.",
            before=before,
            after=after,
            migration="" if unseen else f"Handle {more} from {matched.label}.",
            files=matched.files,
            trial=matched.result_snippet(),
            impact=Impact.COMPATIBLE if unseen else matched.limited_impact(),
            level=Level.NONE if unseen else Level.TYPES,
        )
