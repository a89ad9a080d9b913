"""A method has become a property, a property a method, or a method is reached another way.

Why it matters
    A property is read and a method is called; either raises `TypeError`, or gives something else, when it is used the
    other way. A method that works on objects only raises `TypeError` when it is called on its class.

Before
    `Task.labels()`

After
    `Task.labels`

What to do
    Write or remove the parentheses; call the method on an object.
"""

from typing import Final

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable

_ON_CLASS: Final = {"classmethod", "staticmethod"}
_ALIKE: Final = {"method", "classmethod"}  # a validator of a model may be declared as either


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING)
def callable_role_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    old, new = matched.old.role, matched.new.role
    if old != new and not (matched.is_model_method and {old, new} <= _ALIKE):
        goes_on = new in _ON_CLASS and old != "property"
        use = "Read {} without parentheses." if new == "property" else "Call {}, on an object."
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} is a {new}; it was a {old}.",
            before=old,
            after=new,
            migration="" if goes_on else use.format(matched.label),
            files=matched.files,
            trial=None if goes_on else matched.old_writer.member_snippet("type({}).__name__"),
            impact=Impact.COMPATIBLE if goes_on else matched.limited_impact(),
            level=Level.NONE if goes_on else Level.RUNTIME,
        )
