"""An argument takes values of more types, or an enum of arguments lists more members.

Why it matters
    It is what the new release offers in addition; nobody has to use it.

Before
    `tasks.list(*, ids: list[int])`

After
    `tasks.list(*, ids: list[int] | str)`

What to do
    Nothing.
"""

from conformance.upgrade.code.render import render_alternatives, render_type
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.TYPES, mirror="parameter_type_narrowed")
def parameter_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.arguments_with_type("widened"):
        more = kept.added_alternatives(old.type, new.type)
        yield Fact(
            subject=kept.subject,
            message=f"`{new.name}` of {kept.label} takes more: {render_alternatives(more)}."
            if more
            else f"`{new.name}` of {kept.label} is annotated in other words, and takes what it took.",
            part=old.name,
            before=render_type(old.type),
            after=render_type(new.type),
            files=kept.files,
        )
