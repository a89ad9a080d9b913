"""A callable returns values of another type.

Why it matters
    A type checker refuses code that uses the result as the old type, and what such code reads may not be there.
    Where the same answers of the server were seen to come back as something else, the program itself fails.

Before
    `tasks.list() -> list[Task]`

After
    `tasks.list() -> TaskPage`

What to do
    Use the result as the new type.
"""

from conformance.contract.types import NULL
from conformance.upgrade.code.render import render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.returned import returned, shown
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def result_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, lambda kept: _seen(pair, kept))


def _seen(pair: ReleasePair, kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result_comparison == "changed":
        comes = returned(pair, kept)
        if comes is not None:
            yield shown(kept, comes)
            return
        before, after = render_type(kept.old.returns), render_type(kept.new.returns)
        harmless = kept.old.returns == NULL or kept.hidden_from_type_checkers(kept.old.returns, kept.new.returns)
        yield Fact(
            subject=kept.subject,
            message=f"{kept.label} returns `{after}`, no longer `{before}`.",
            before=before,
            after=after,
            migration="" if harmless else f"Use the result of {kept.label} as `{after}`.",
            files=kept.files,
            trial=None if harmless else kept.result_snippet(),
            impact=Impact.COMPATIBLE if harmless else kept.limited_impact(),
            level=Level.NONE if harmless else Level.TYPES,
        )
