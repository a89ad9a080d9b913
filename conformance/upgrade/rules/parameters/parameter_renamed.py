"""An argument has another name.

Why it matters
    Code that passes the argument by its old name raises `TypeError`. Positional calls keep working.

Before
    `tasks.list(*, project_id=None)`

After
    `tasks.list(*, project=None)`

What to do
    Write the new name.
"""

from conformance.upgrade.code.render import render_argument
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING)
def parameter_renamed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.shared_arguments:
        if old.name != new.name and old.kind != "positional" and new.kind != "positional":
            value = matched.old_writer.value(old)
            positional = "either" == old.kind == new.kind
            yield Fact(
                subject=matched.subject,
                message=f"`{old.name}` of {matched.label} is now called `{new.name}`."
                + (" Positional calls keep working." if positional else ""),
                part=old.name,
                before=render_argument(old),
                after=render_argument(new),
                migration=f"Pass `{new.name}=...` instead of `{old.name}=...` to {matched.label}.",
                files=matched.files,
                trial=matched.old_writer.run_snippet({old.name: value}) if value else None,
                impact=matched.limited_impact(Impact.RISKY if matched.has_kwargs else Impact.BREAKING),
            )
