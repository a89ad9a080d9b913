"""A callable no longer accepts an optional argument.

Why it matters
    Code that passes the argument raises `TypeError`. If the callable accepts arbitrary keyword arguments, the call
    succeeds, but the argument may have no effect.

Before
    `tasks.list(*, page=None, order=None)`

After
    `tasks.list(*, page=None)`

What to do
    Stop passing the argument, and find out what replaces it.
"""

from conformance.upgrade.code.render import argument_label, render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="parameter_added")
def parameter_removed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for argument in matched.removed_arguments:
        if not argument.required:
            open_ended = argument.kind in {"args", "kwargs"}
            accepted_as_extra = matched.has_kwargs and argument.kind == "keyword"
            value = None if open_ended else matched.old_writer.value(argument)
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} no longer takes {argument_label(argument)}"
                + (
                    ", except as one of the arbitrary keyword arguments that it takes now."
                    if accepted_as_extra
                    else "."
                ),
                part=argument.name,
                before=render_argument(argument),
                migration=f"Do not pass {argument_label(argument)} to {matched.label}.",
                files=matched.files,
                trial=matched.old_writer.run_snippet({argument.name: value})
                if value and not accepted_as_extra
                else matched.parameter_snippet(argument),
                impact=matched.limited_impact(Impact.RISKY if accepted_as_extra or open_ended else Impact.BREAKING),
            )
