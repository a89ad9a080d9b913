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

from conformance.upgrade.code.render import render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def parameter_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.arguments_with_type("changed"):
        impact = kept.type_impact(old.type, new.type)
        yield Fact(
            subject=kept.subject,
            message=f"`{new.name}` of {kept.label} is of another type: "
            f"`{render_type(new.type)}`, no longer `{render_type(old.type)}`.",
            part=old.name,
            before=render_type(old.type),
            after=render_type(new.type),
            migration=f"Pass `{new.name}` of {kept.label} as `{render_type(new.type)}`.",
            files=kept.files,
            trial=None if impact is Impact.COMPATIBLE else kept.removed_value_snippet(old, new),
            impact=impact,
            level=Level.NONE if impact is Impact.COMPATIBLE else Level.TYPES,
        )
