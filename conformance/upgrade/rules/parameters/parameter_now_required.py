"""An optional argument is required now.

Why it matters
    A call without it raises `TypeError`.

Before
    `tasks.create(*, data, project=None)`

After
    `tasks.create(*, data, project)`

What to do
    Pass the argument in every call.
"""

from conformance.upgrade.code.excerpt import none_removed_clause
from conformance.upgrade.code.render import render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="parameter_now_optional")
def parameter_now_required(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.shared_arguments:
        if not old.required and new.required:
            types = (matched.old_type(old.type), matched.new_type(new.type))
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} can no longer be called without `{new.name}`{none_removed_clause(*types)}.",
                part=old.name,
                before=render_argument(old),
                after=render_argument(new),
                migration=f"Pass `{new.name}=...` to {matched.label}.",
                files=matched.files,
                trial=matched.old_writer.run_snippet(),
                impact=matched.limited_impact(),
            )
