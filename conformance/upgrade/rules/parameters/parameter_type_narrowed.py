"""An argument accepts fewer types of values, or an enum used by arguments has fewer members.

Why it matters
    A type checker rejects code that passes a removed type. At run time the SDK does not check the value: it is sent,
    and the server may reject it.

Before
    `tasks.list(*, ids: list[int] | str)`

After
    `tasks.list(*, ids: list[int])`

What to do
    Pass a value of a type that is still accepted.
"""

from conformance.upgrade.code.render import render_alternatives
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable
from conformance.upgrade.rules.parameters.facts import rejected_type


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="parameter_type_widened")
def parameter_type_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.arguments_with_type("narrowed"):
        gone = matched.removed_alternatives(old.type, new.type)
        message = (
            f"`{new.name}` of {matched.label} accepts fewer types: no longer {render_alternatives(gone)}."
            if gone
            else f"`{new.name}` of {matched.label} has another annotation with the same meaning."
        )
        yield rejected_type(matched, old, new, message)
