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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, operations, response_kind

PARTS: Final = ("items", "requests for the same pages", "a failing page")


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def pager_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) if both.old.shape == both.new.shape == "pager" for sight in _sights(both)),
        lambda sight, subject: f"{subject}: {sight.part}: {sight.after}; it was {sight.before}.",
        migration="Compare what both releases list.",
    )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    """One is enough: items that are missing are missing because pages are not asked for."""
    found = {part: each for each in reversed(both.differences) if (part := _part(each))}
    for part in PARTS:
        if part in found:
            yield OperationFact(
                both=both, part=part, before=found[part].before, after=found[part].after, difference=found[part]
            )
            return


def _part(each: Difference) -> str:
    met = response_kind(each.response)
    if met == "good" and each.facet == "result" and not each.part:
        return "items"
    if met == "good" and each.facet == "attempts":
        return "requests for the same pages"
    failing = met == "late error" and (each.facet in {"result", "endless"} or each.part in {"ends", "class"})
    return "a failing page" if failing else ""
