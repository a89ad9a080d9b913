"""The same answer of the server comes back as another value.

Why it matters
    Code that works with the result gets something else, although nothing that it calls is declared otherwise.

Before
    `client.books.get(1).pages` is `3`

After
    `client.books.get(1).pages` is `"3"`

What to do
    Check what your code does with the value, and write it for the new one.
"""

from conformance.change import Difference
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import field_explained, operations, response_kind


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def result_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(pair, _sights(pair), _said, migration="Check what your code does with the value.")


def _sights(pair: ReleasePair) -> Iterator[OperationFact]:
    for both in operations(pair):
        if both.returns_another or both.old.shape == "stream":
            continue
        for difference in both.differences:
            told = difference.facet == "result" and response_kind(difference.response) in {"good", "newer"}
            if not told or (both.old.shape == "pager" and not difference.part):
                continue
            if not difference.owner:
                impact = _impact(pair, difference)
                yield OperationFact(
                    both=both,
                    part=difference.part,
                    before=difference.before,
                    after=difference.after,
                    difference=difference,
                    impact=impact,
                )
            elif not field_explained(pair, difference.owner):
                model, _, field = difference.owner.rpartition(".")
                key = (difference.owner,)
                yield OperationFact(
                    both=both,
                    part=field,
                    before=difference.before,
                    after=difference.after,
                    difference=difference,
                    alike=key,
                    subject=model,
                )


def _impact(pair: ReleasePair, difference: Difference) -> Impact | None:
    """Another alternative of the same union is what the answer fits: a newer server's answer may fit the old one."""
    models = difference.before in pair.old.api.classes and difference.after in pair.new.api.classes
    return Impact.RISKY if models else None


def _said(sight: OperationFact, subject: str) -> str:
    where = f"`{sight.part}` of {subject}" if sight.part else f"what {subject} returns"
    answer = "an answer as the old release declares it" if sight.impact is Impact.RISKY else "the same answer"
    return f"For {answer}, {where} is {sight.after}; it was {sight.before}."
