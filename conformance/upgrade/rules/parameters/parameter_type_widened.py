"""An argument accepts more types of values, or an enum used by arguments has more members.

Why it matters
    The new release offers it in addition. Existing calls keep working.

Before
    `tasks.list(*, ids: list[int])`

After
    `tasks.list(*, ids: list[int] | str)`

What to do
    Nothing.
"""

from conformance.upgrade.code.render import render_alternatives, render_types
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.TYPES, mirror="parameter_type_narrowed")
def parameter_type_widened(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.arguments_with_type("widened"):
        more = matched.added_alternatives(old.type, new.type)
        before, after = render_types(old.type, new.type)
        yield Fact(
            subject=matched.subject,
            message=f"`{new.name}` of {matched.label} accepts more types: {render_alternatives(more)}."
            if more
            else f"`{new.name}` of {matched.label} has another annotation with the same meaning.",
            part=old.name,
            before=before,
            after=after,
            files=matched.files,
        )
