"""A call that raised returns, or a call that returned raises, for the same answer.

Why it matters
    Code behind the call runs where it did not run before, with a value that nobody expects; or it stops
    running.

Before
    `client.books.get(1)` raises `ApiError`

After
    `client.books.get(1)` returns `None`

What to do
    Check the result before you use it, or catch the exception that is raised now.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Tier
from conformance.upgrade.exchanges import Both, meeting, operations, words
from conformance.upgrade.fact import Fact
from conformance.upgrade.pair import Pair
from conformance.upgrade.rules.rule import rule
from conformance.upgrade.shared import Sight, facts


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_ends_differently(pair: Pair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        lambda sight, subject: f"{subject} {sight.after} for {sight.part}; it {_past(sight.before)}.",
        migration="Check the result before you use it, or catch the exception that is raised now.",
    )


def _sights(both: Both) -> Iterator[Sight]:
    for each in both.differences:
        met = meeting(each.answer)
        ends = each.facet == "endless" or (each.facet == "raised" and each.part in {"ends", ""})
        if not ends or met in {"malformed", "redirect", "late error"}:
            continue
        if met in {"good", "newer"} and both.returns_another:
            continue
        fails = not each.before.startswith("raises") or each.after.startswith("does not")
        parts = {"good": "a conforming answer", "newer": "an answer of the newer shape"}
        part = parts.get(met, words(each.answer) or "a call")
        yield Sight(both, part, each.before, each.after, each, _impact(met, fails=fails))


def _impact(met: str, *, fails: bool) -> Impact:
    if met == "newer":
        return Impact.RISKY if fails else Impact.COMPATIBLE
    return Impact.COMPATIBLE if met == "good" and not fails else Impact.BREAKING


def _past(ending: str) -> str:
    return ending.replace("raises", "raised", 1).replace("returns", "returned", 1).replace("does not", "did not", 1)
