"""A callable no longer accepts an argument that was required.

Why it matters
    Every call written for the old release passes the argument and raises `TypeError`.

Before
    `tasks.create(*, data, project)`

After
    `tasks.create(*, data)`

What to do
    Remove the argument from every call, and find out what replaces it.
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
            accepted_as_extra = matched.has_kwargs and argument.kind != "positional"
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} no longer takes `{argument.name}`, which was required"
                + (
                    ", except as one of the arbitrary keyword arguments that it takes now."
                    if accepted_as_extra
                    else "."
                ),
                part=argument.name,
                before=render_argument(argument),
                migration=f"Do not pass `{argument.name}` to {matched.label}.",
                files=matched.files,
                trial=matched.parameter_snippet(argument) if accepted_as_extra else matched.old_writer.run_snippet(),
                impact=matched.limited_impact(Impact.RISKY if accepted_as_extra else Impact.BREAKING),
            )
