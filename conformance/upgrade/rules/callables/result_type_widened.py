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

from conformance.upgrade.code.wording import listed, written
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.returned import returned, shown
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="result_type_narrowed")
def result_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, lambda kept: _seen(pair, kept))


def _seen(pair: ReleasePair, kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result == "widened":
        comes = returned(pair, kept)
        if comes is not None:
            yield shown(kept, comes)
            return
        more = listed(kept.gained(kept.old.returns, kept.new.returns))
        unseen = kept.unseen(kept.old.returns, kept.new.returns)
        yield Fact(
            subject=kept.subject,
            message=f"{kept.name} may return more than it did: {more}."
            if more
            else f"The result of {kept.name} is annotated in other words.",
            before=written(kept.old.returns),
            after=written(kept.new.returns),
            migration="" if unseen else f"Be ready for {more} from {kept.name}.",
            files=kept.files,
            trial=kept.result_trial(),
            impact=Impact.COMPATIBLE if unseen else kept.impact(),
            level=Level.NONE if unseen else Level.TYPES,
        )
