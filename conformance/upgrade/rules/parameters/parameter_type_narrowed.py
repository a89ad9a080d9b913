"""An argument takes values of fewer types, or an enum of arguments lists fewer members.

Why it matters
    A type checker refuses code that passes what is gone. Nothing is checked when the code runs, so the value is sent,
    and the server may refuse it.

Before
    `tasks.list(*, ids: list[int] | str)`

After
    `tasks.list(*, ids: list[int])`

What to do
    Pass a value of a type that is left.
"""

from conformance.upgrade.code.wording import listed, written
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="parameter_type_widened")
def parameter_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.retyped("narrowed"):
        gone = kept.lost(old.type, new.type)
        impact = kept.type_impact(old.type, new.type)
        yield Fact(
            subject=kept.subject,
            message=f"`{new.name}` of {kept.name} takes less: no longer {listed(gone)}."
            if gone
            else f"`{new.name}` of {kept.name} is annotated in other words, and takes what it took.",
            part=old.name,
            before=written(old.type),
            after=written(new.type),
            migration=f"Pass `{new.name}` of {kept.name} as `{written(new.type)}`.",
            files=kept.files,
            trial=None if impact is Impact.COMPATIBLE else kept.lost_trial(old, new),
            impact=impact,
            level=Level.NONE if impact is Impact.COMPATIBLE else Level.TYPES,
        )
