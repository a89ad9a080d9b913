"""A method became a property, a property became a method, or a method needs an instance now.

Why it matters
    Properties are read and methods are called. Code that does the other raises `TypeError` or gets another value.
    Calling an instance method on the class raises `TypeError`.

Before
    `Task.labels()`

After
    `Task.labels`

What to do
    Add or remove the parentheses, or call the method on an instance.
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
        still_works = new in _ON_CLASS and old != "property"
        use = "Read {} without parentheses." if new == "property" else "Call {} on an instance."
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} is a {new}; it was a {old}.",
            before=old,
            after=new,
            migration="" if still_works else use.format(matched.label),
            files=matched.files,
            trial=None if still_works else matched.old_writer.member_snippet("type({}).__name__"),
            impact=Impact.COMPATIBLE if still_works else matched.limited_impact(),
            level=Level.NONE if still_works else Level.RUNTIME,
        )
