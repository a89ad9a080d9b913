"""An argument can be passed in other ways: positionally only, by keyword only, or both.

Why it matters
    Passing the argument in a way that is no longer allowed raises `TypeError`.

Before
    `tasks.get(id)`

After
    `tasks.get(*, id)`

What to do
    Pass the argument in a way that is still allowed, usually by keyword.
"""

from typing import Final

from conformance.upgrade.matching.matched_callable import MatchedCallable
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.callables.facts.signatures import facts_per_callable
from conformance.upgrade.source.definitions import Argument

_WAYS: Final = {"positional": {"positionally"}, "keyword": {"by keyword"}, "either": {"positionally", "by keyword"}}


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING)
def parameter_kind_changed(pair: ReleasePair) -> Iterator[Fact]:
    return facts_per_callable(pair, _compare)


def _compare(matched: MatchedCallable) -> Iterator[Fact]:
    for old, new in matched.shared_arguments:
        if old.kind != new.kind and old.kind in _WAYS and new.kind in _WAYS:
            gone = _WAYS[old.kind] - _WAYS[new.kind]
            left = " or ".join(sorted(_WAYS[new.kind]))
            yield Fact(
                subject=matched.subject,
                message=f"`{old.name}` of {matched.label} can be passed {left}"
                + (" only." if len(_WAYS[new.kind]) == 1 else "."),
                part=old.name,
                before=" or ".join(sorted(_WAYS[old.kind])),
                after=left,
                migration=f"Pass `{new.name}` {left} to {matched.label}." if gone else "",
                files=matched.files,
                trial=_trial(matched, old, gone),
                impact=matched.limited_impact() if gone else Impact.COMPATIBLE,
                level=Level.RUNTIME if gone else Level.NONE,
            )


def _trial(matched: MatchedCallable, old: Argument, gone: set[str]) -> Snippet | None:
    """A call that passes the argument in a way that is no longer allowed."""
    if "positionally" in gone:
        return matched.old_writer.run_snippet(positional=1 + matched.old.arguments.index(old))
    value = matched.old_writer.value(old) if gone else None
    return None if value is None else matched.old_writer.run_snippet({old.name: value})
