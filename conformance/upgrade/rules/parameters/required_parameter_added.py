"""A callable has a new required argument.

Why it matters
    Every call written for the old release raises `TypeError`.

Before
    `tasks.create(*, data)`

After
    `tasks.create(*, data, project)`

What to do
    Pass the argument in every call.
"""

from conformance.upgrade.code.render import render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="required_parameter_removed")
def required_parameter_added(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for argument in matched.added_arguments:
        if argument.required:
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} can no longer be called without `{argument.name}`, which is new.",
                part=argument.name,
                after=render_argument(argument),
                migration=f"Pass `{argument.name}=...` to {matched.label}.",
                files=matched.files,
                trial=matched.old_writer.run_snippet(),
                impact=matched.limited_impact(),
            )
