"""A pager gives other items, asks for other pages, or treats a failing page otherwise.

Why it matters
    Code that goes through a list misses items, meets them twice, or never comes to the end.

Before
    Two pages of answers give three items

After
    Two pages of answers give two items

What to do
    Compare what both releases list, and go through the pages yourself until it is mended.
"""

from typing import Final

from conformance.change import Difference
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, matched_operations, response_kind

PARTS: Final = ("items", "requests for the same pages", "a failing page")


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
        migration="Compare what operation releases list.",
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """One is enough: items that are missing are missing because pages are not asked for."""
    found = {part: difference for difference in reversed(operation.differences) if (part := _part(difference))}
    for part in PARTS:
        if part in found:
            yield OperationFact(
                operation=operation,
                part=part,
                before=found[part].before,
                after=found[part].after,
                difference=found[part],
            )
            return


def _part(difference: Difference) -> str:
    met = response_kind(difference.response)
    if met == "good" and difference.facet == "result" and not difference.part:
        return "items"
    if met == "good" and difference.facet == "attempts":
        return "requests for the same pages"
    failing = met == "late error" and (
        difference.facet in {"result", "endless"} or difference.part in {"ends", "class"}
    )
    return "a failing page" if failing else ""
