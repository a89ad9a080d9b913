"""An argument that could be left out has to be given.

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
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="parameter_now_optional")
def parameter_now_required(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.shared_arguments:
        if not old.required and new.required:
            types = (kept.old_type(old.type), kept.new_type(new.type))
            yield Fact(
                subject=kept.subject,
                message=f"{kept.label} cannot be called without `{new.name}` any more{none_removed_clause(*types)}.",
                part=old.name,
                before=render_argument(old),
                after=render_argument(new),
                migration=f"Pass `{new.name}=...` to {kept.label}.",
                files=kept.files,
                trial=kept.old_writer.run_snippet(),
                impact=kept.limited_impact(),
            )
