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

from conformance.upgrade.code.wording import declared, without_none
from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, mirror="parameter_now_optional")
def parameter_now_required(pair: ReleasePair) -> Iterator[Fact]:
    return facts(pair, _seen)


def _seen(kept: MatchedCallable) -> Iterator[Fact]:
    for old, new in kept.both:
        if not old.required and new.required:
            types = (kept.before(old.type), kept.after(new.type))
            yield Fact(
                subject=kept.subject,
                message=f"{kept.name} cannot be called without `{new.name}` any more{without_none(*types)}.",
                part=old.name,
                before=declared(old),
                after=declared(new),
                migration=f"Pass `{new.name}=...` to {kept.name}.",
                files=kept.files,
                trial=kept.script.run(),
                impact=kept.impact(),
            )
