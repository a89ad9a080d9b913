"""A pager returns other items, requests other pages, or handles a failing page differently.

Why it matters
    Code that iterates over a list misses items, gets items twice, or never reaches the end.

Before
    Two pages of responses yield three items

After
    Two pages of responses yield two items

What to do
    Compare what both releases list, and request the pages yourself until this is fixed.
"""

import re
from typing import Final

from conformance.change import Difference
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, matched_operations, response_kind

REQUESTS: Final = "requests for the same pages"
_STATUS: Final = re.compile(r"[ _][45]\d\d\b")
PARTS: Final = ("items", REQUESTS, "a failing page")


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def pager_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (
            fact
            for operation in matched_operations(pair)
            if operation.old.shape == operation.new.shape == "pager"
            for fact in _operation_facts(operation)
        ),
        lambda fact, subject: f"{subject}: {fact.part}: {fact.after}; it was {fact.before}.",
        migration="Compare what both releases list.",
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """The first difference only: items are missing because pages are not requested."""
    found = {
        part: difference for difference in reversed(operation.differences) if (part := _part(difference, operation))
    }
    for part in PARTS:
        if part in found:
            yield OperationFact(
                operation=operation,
                part=part,
                before=found[part].before,
                after=found[part].after,
                difference=found[part],
                impact=Impact.RISKY
                if response_kind(found[part].response) == "late error" and part == REQUESTS
                else None,
            )
            return


def _part(difference: Difference, operation: MatchedOperation) -> str:
    kind = response_kind(difference.response)
    if difference.facet == "result" and difference.part:
        return ""  # the fields of an item are those of a model
    if kind == "good" and difference.facet == "result":
        return "items"
    if difference.facet == "attempts" and (
        kind == "good" or (kind == "late error" and not _is_retried(difference, operation))
    ):
        return REQUESTS
    failing = kind == "late error" and (
        difference.facet in {"result", "endless"} or difference.part in {"ends", "class"}
    )
    return "a failing page" if failing else ""


def _is_retried(difference: Difference, operation: MatchedOperation) -> bool:
    """A release retries the status of the failing page: then it may be requested more often, as any other request."""
    sides = (operation.pair.old.contract, operation.pair.new.contract)
    retried = {str(status) for side in sides if side is not None for status in side.attempts}
    return bool(retried & set(re.split(r"[ _]", difference.response))) or not _STATUS.search(difference.response)
