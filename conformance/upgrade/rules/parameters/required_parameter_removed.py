"""A callable no longer takes an argument that every caller had to give.

Why it matters
    Every call that was written for the old release passes the argument, and raises `TypeError`.

Before
    `tasks.create(*, data, project)`

After
    `tasks.create(*, data)`

What to do
    Remove the argument from every call, and find out what has taken its place.
"""

from conformance.upgrade.code.wording import declared
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="required_parameter_added")
def required_parameter_removed(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for argument in kept.removed:
        if argument.required:
            swallowed = kept.has_kwargs and argument.kind != "positional"
            yield Fact(
                subject=kept.subject,
                message=f"{kept.name} no longer takes `{argument.name}`, which had to be given"
                + (", except among the keyword arguments of any name that it takes now." if swallowed else "."),
                part=argument.name,
                before=declared(argument),
                migration=f"Do not pass `{argument.name}` to {kept.name}.",
                files=kept.files,
                trial=kept.listed_trial(argument) if swallowed else kept.script.run(),
                impact=kept.impact(Impact.RISKY if swallowed else Impact.BREAKING),
            )
