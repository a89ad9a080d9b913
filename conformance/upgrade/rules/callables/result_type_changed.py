"""A callable returns values of another type.

Why it matters
    A type checker rejects code that uses the result as the old type, and attributes that such code reads may not exist.
    If the same responses were returned as other values when both releases were run, the program itself fails.

Before
    `tasks.list() -> list[Task]`

After
    `tasks.list() -> TaskPage`

What to do
    Use the result as the new type.
"""

from conformance.contract.types import NULL
from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.returned import observed_result, observed_result_fact
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def result_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, lambda matched: _compare(pair, matched))


def _compare(pair: ReleasePair, matched: MatchedCallable) -> Iterator[Fact]:
    if matched.result_comparison == "changed":
        comes = observed_result(pair, matched)
        if comes is not None:
            yield observed_result_fact(matched, comes)
            return
        before, after = render_types(matched.old.returns, matched.new.returns)
        harmless = matched.old.returns == NULL or matched.hidden_from_type_checkers(
            matched.old.returns, matched.new.returns
        )
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} returns `{after}`, no longer `{before}`.",
            before=before,
            after=after,
            migration="" if harmless else f"Use the result of {matched.label} as `{after}`.",
            files=matched.files,
            trial=None if harmless else matched.result_snippet(),
            impact=Impact.COMPATIBLE if harmless else matched.limited_impact(),
            level=Level.NONE if harmless else Level.TYPES,
        )
