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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    group_labels,
    matched_operations,
    response_kind,
)

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
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        _message,
        migration="Check the result before you use it, or catch the exception that is raised now.",
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """One of each kind of answer: what ends a call for one error ends it for others alike."""
    found: dict[str, list[Difference]] = {}
    for difference in operation.differences:
        met = response_kind(difference.response)
        ends = difference.facet == "endless" or (difference.facet == "raised" and difference.part in {"ends", ""})
        if ends and met in PARTS and not (met in {"good", "newer"} and operation.returns_another):
            found.setdefault(met, []).append(difference)
    if "error" in found:
        found.pop("odd error", None)
    for kind, group in found.items():
        first = group[0]
        fails = not first.before.startswith("raises") or first.after.startswith("does not")
        answers = (
            PARTS[kind]
            if kind in {"good", "newer"}
            else limited(group_labels(difference.response for difference in group), SHOWN)
        )
        yield OperationFact(
            operation=operation,
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


def _message(fact: OperationFact, subject: str) -> str:
    before, after = (text.rstrip(": ") for text in (fact.before, fact.after))
    return f"{subject} {after} for {fact.words}; it {_past(before)}."


def _past(ending: str) -> str:
    return ending.replace("raises", "raised", 1).replace("returns", "returned", 1).replace("does not", "did not", 1)
