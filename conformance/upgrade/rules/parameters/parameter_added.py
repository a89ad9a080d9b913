"""A callable accepts a new optional argument.

Why it matters
    The new release offers it in addition. Existing calls keep working.

Before
    `tasks.list(*, page=None)`

After
    `tasks.list(*, page=None, order=None)`

What to do
    Nothing. Pass the argument where it helps.
"""

from conformance.upgrade.code.render import argument_label, render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="parameter_removed")
def parameter_added(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for argument in matched.added_arguments:
        if not argument.required:
            value = matched.new_writer.value(argument)
            given = {argument.name: value} if value and argument.kind in {"keyword", "either"} else None
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} also takes {argument_label(argument)}.",
                part=argument.name,
                after=render_argument(argument),
                example=matched.new_writer.example(given) if given and not matched.internal else "",
                files=matched.files,
                trial=matched.new_writer.run_snippet(given, expects="works") if given else None,
            )
