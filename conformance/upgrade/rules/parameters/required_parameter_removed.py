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

from conformance.upgrade.code.render import render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="required_parameter_added")
def required_parameter_removed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for argument in matched.removed_arguments:
        if argument.required:
            swallowed = matched.has_kwargs and argument.kind != "positional"
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} no longer takes `{argument.name}`, which had to be given"
                + (", except among the keyword arguments of any name that it takes now." if swallowed else "."),
                part=argument.name,
                before=render_argument(argument),
                migration=f"Do not pass `{argument.name}` to {matched.label}.",
                files=matched.files,
                trial=matched.parameter_snippet(argument) if swallowed else matched.old_writer.run_snippet(),
                impact=matched.limited_impact(Impact.RISKY if swallowed else Impact.BREAKING),
            )
