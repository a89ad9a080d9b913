"""A required argument is optional now.

Why it matters
    Calls can be shorter. Existing calls keep working.

Before
    `tasks.create(*, data, project)`

After
    `tasks.create(*, data, project=None)`

What to do
    Nothing.
"""

from conformance.upgrade.code.render import render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="parameter_now_required")
def parameter_now_optional(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.shared_arguments:
        if old.required and not new.required:
            yield Fact(
                subject=matched.subject,
                message=f"{matched.label} can be called without `{new.name}`.",
                part=old.name,
                before=render_argument(old),
                after=render_argument(new),
                files=matched.files,
                trial=matched.new_writer.run_snippet(expects="works"),
            )
