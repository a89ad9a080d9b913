"""The order of positional arguments changed, or a new one comes before others.

Why it matters
    A positional call passes a value to the wrong argument. No error is raised if both arguments accept the value.

Before
    `tasks.move(id, project)`

After
    `tasks.move(project, id)`

What to do
    Pass the arguments by keyword, or in the new order.
"""

from conformance.upgrade.code.code_writer import Code
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable
from conformance.upgrade.source.definitions import Argument, Callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING)
def parameter_order_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    before, after = _positional_arguments(matched.old), _positional_arguments(matched.new)
    moved = [
        old
        for old, new in matched.shared_arguments
        if old in before and new in after and before.index(old) != after.index(new)
    ]
    if moved:
        names = [", ".join(argument.name for argument in order) for order in (before, after)]
        written = " and ".join(f"`{argument.name}=...`" for argument in moved)
        yield Fact(
            subject=matched.subject,
            message=f"{matched.label} takes positional arguments in the order `{names[1]}`, no longer `{names[0]}`.",
            before=names[0],
            after=names[1],
            migration=f"Pass {written} by keyword to {matched.label}.",
            files=matched.files,
            trial=matched.old_writer.run_snippet(_distinct_values(before), positional=len(before), expects="differs"),
            impact=matched.limited_impact(),
        )


def _distinct_values(arguments: list[Argument]) -> dict[str, Code]:
    """Values that show on the wire for which argument they were passed."""
    values = {"integer": "{number}", "string": '"{name}"', "any": '"{name}"'}
    given = [
        (number, argument, "any" if argument.type is None else argument.type.kind)
        for number, argument in enumerate(arguments, 1)
    ]
    return {
        argument.name: Code(values[kind].format(number=number, name=argument.name))
        for number, argument, kind in given
        if kind in values
    }


def _positional_arguments(callable_: Callable) -> list[Argument]:
    return [argument for argument in callable_.arguments if argument.kind in {"positional", "either"}]
