"""For the same response, a call that raised an exception returns, or a call that returned raises.

Why it matters
    The code after the call runs with a value that it does not expect, or no longer runs.

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
    ResponseKind,
    group_labels,
    matched_operations,
    past_tense,
    response_kind,
)

PARTS: Final = {
    "good": "a conforming response",
    "newer": "a response of the newer shape",
    "error": "an error status",
    "odd error": "an error status with an odd body",
    "fault": "a broken connection",
}
SHOWN: Final = 2  # responses in a message


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_outcome_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        _message,
        migration="Check the result before you use it, or catch the exception that is raised now.",
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """One fact for each kind of response: all errors of a kind end a call the same way."""
    found: dict[ResponseKind, list[Difference]] = {}
    for difference in operation.differences:
        kind = response_kind(difference.response)
        ends = difference.facet == "endless" or (difference.facet == "raised" and difference.part in {"ends", ""})
        if ends and kind in PARTS and not (kind in {"good", "newer"} and operation.result_redeclared):
            found.setdefault(kind, []).append(difference)
    if "error" in found:
        found.pop("odd error", None)
    for kind, group in found.items():
        first = group[0]
        fails = not first.before.startswith("raises") or first.after.startswith("does not")
        responses = (
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
            words=responses,
        )


def _impact(kind: str, *, fails: bool) -> Impact:
    if kind == "newer":
        return Impact.RISKY if fails else Impact.COMPATIBLE
    return Impact.COMPATIBLE if kind == "good" and not fails else Impact.BREAKING


def _message(fact: OperationFact, subject: str) -> str:
    before, after = (text.rstrip(": ") for text in (fact.before, fact.after))
    return f"{subject} {after} for {fact.words}; it {past_tense(before)}."
