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
from conformance.upgrade.code.wording import written
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.returned import returned, shown
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def result_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, lambda kept: _seen(pair, kept))


def _seen(pair: ReleasePair, kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result == "changed":
        comes = returned(pair, kept)
        if comes is not None:
            yield shown(kept, comes)
            return
        before, after = written(kept.old.returns), written(kept.new.returns)
        harmless = kept.old.returns == NULL or kept.unseen(kept.old.returns, kept.new.returns)
        yield Fact(
            subject=kept.subject,
            message=f"{kept.name} returns `{after}`, no longer `{before}`.",
            before=before,
            after=after,
            migration="" if harmless else f"Use the result of {kept.name} as `{after}`.",
            files=kept.files,
            trial=None if harmless else kept.result_trial(),
            impact=Impact.COMPATIBLE if harmless else kept.impact(),
            level=Level.NONE if harmless else Level.TYPES,
        )
