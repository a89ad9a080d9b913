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
from conformance.upgrade.rules.callables.facts.returned import returned, shown
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="result_type_narrowed")
def result_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, lambda kept: _seen(pair, kept))


def _seen(pair: ReleasePair, kept: MatchedCallable) -> Iterator[Fact]:
    if kept.result_comparison == "widened":
        comes = returned(pair, kept)
        if comes is not None:
            yield shown(kept, comes)
            return
        more = render_alternatives(kept.added_alternatives(kept.old.returns, kept.new.returns))
        unseen = kept.hidden_from_type_checkers(kept.old.returns, kept.new.returns)
        yield Fact(
            subject=kept.subject,
            message=f"{kept.label} may return more than it did: {more}."
            if more
            else f"The result of {kept.label} is annotated in other words.",
            before=render_type(kept.old.returns),
            after=render_type(kept.new.returns),
            migration="" if unseen else f"Be ready for {more} from {kept.label}.",
            files=kept.files,
            trial=kept.result_snippet(),
            impact=Impact.COMPATIBLE if unseen else kept.limited_impact(),
            level=Level.NONE if unseen else Level.TYPES,
        )
