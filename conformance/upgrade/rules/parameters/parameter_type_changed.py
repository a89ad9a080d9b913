"""An argument accepts other types of values: some were removed, some were added.

Why it matters
    A type checker rejects code that passes a removed type. At run time the value is sent, and the server may understand
    it differently.

Before
    `tasks.list(*, ids: list[int])`

After
    `tasks.list(*, ids: str)`

What to do
    Pass a value of the new type.
"""

from conformance.upgrade.code.render import render_types
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable
from conformance.upgrade.rules.parameters.facts import rejected_type


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES)
def parameter_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.arguments_with_type("changed"):
        before, after = render_types(old.type, new.type)
        message = f"`{new.name}` of {matched.label} has another type: `{after}`, no longer `{before}`."
        yield rejected_type(matched, old, new, message)
