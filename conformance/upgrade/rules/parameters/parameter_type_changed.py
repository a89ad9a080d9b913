"""An argument takes values of another type: some that it took are gone, some are new.

Why it matters
    A type checker refuses code that passes what is gone, and what is sent for it may mean something else.

Before
    `tasks.list(*, ids: list[int])`

After
    `tasks.list(*, ids: str)`

What to do
    Pass a value of the new type.
"""

from conformance.upgrade.code.wording import written
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def parameter_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.retyped("changed"):
        impact = kept.type_impact(old.type, new.type)
        yield Fact(
            subject=kept.subject,
            message=f"`{new.name}` of {kept.name} is of another type: "
            f"`{written(new.type)}`, no longer `{written(old.type)}`.",
            part=old.name,
            before=written(old.type),
            after=written(new.type),
            migration=f"Pass `{new.name}` of {kept.name} as `{written(new.type)}`.",
            files=kept.files,
            trial=None if impact is Impact.COMPATIBLE else kept.lost_trial(old, new),
            impact=impact,
            level=Level.NONE if impact is Impact.COMPATIBLE else Level.TYPES,
        )
