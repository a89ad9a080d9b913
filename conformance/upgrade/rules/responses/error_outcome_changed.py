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

from typing import Final

from conformance.change import Difference
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, operations, response_kind, told

PARTS: Final = {
    "good": "a conforming answer",
    "newer": "an answer of the newer shape",
    "error": "an error status",
    "odd error": "an error status with an odd body",
    "fault": "a broken connection",
}
SHOWN: Final = 2  # answers that are named


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_outcome_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        _said,
        migration="Check the result before you use it, or catch the exception that is raised now.",
    )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    """One of each kind of answer: what ends a call for one error ends it for others alike."""
    found: dict[str, list[Difference]] = {}
    for each in both.differences:
        met = response_kind(each.response)
        ends = each.facet == "endless" or (each.facet == "raised" and each.part in {"ends", ""})
        if ends and met in PARTS and not (met in {"good", "newer"} and both.returns_another):
            found.setdefault(met, []).append(each)
    if "error" in found:
        found.pop("odd error", None)
    for kind, group in found.items():
        first = group[0]
        fails = not first.before.startswith("raises") or first.after.startswith("does not")
        answers = PARTS[kind] if kind in {"good", "newer"} else limited(told(each.response for each in group), SHOWN)
        yield OperationFact(
            both=both,
            part=PARTS[kind],
            before=first.before,
            after=first.after,
            difference=first,
            impact=_impact(kind, fails=fails),
            words=answers,
        )


def _impact(kind: str, *, fails: bool) -> Impact:
    if kind == "newer":
        return Impact.RISKY if fails else Impact.COMPATIBLE
    return Impact.COMPATIBLE if kind == "good" and not fails else Impact.BREAKING


def _said(sight: OperationFact, subject: str) -> str:
    before, after = (text.rstrip(": ") for text in (sight.before, sight.after))
    return f"{subject} {after} for {sight.words}; it {_past(before)}."


def _past(ending: str) -> str:
    return ending.replace("raises", "raised", 1).replace("returns", "returned", 1).replace("does not", "did not", 1)
