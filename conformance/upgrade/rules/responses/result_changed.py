"""The same response is returned as another value.

Why it matters
    Code that uses the result gets another value, although no declaration differs.

Before
    `client.books.get(1).pages` is `3`

After
    `client.books.get(1).pages` is `"3"`

What to do
    Check what your code does with the value, and adapt it.
"""

from conformance.change import Difference
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import is_field_redeclared, matched_operations, response_kind


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def result_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair, _operation_facts(pair), _message, migration="Check what your code does with the value."
    )


def _operation_facts(pair: ReleasePair) -> Iterator[OperationFact]:
    for operation in matched_operations(pair):
        if operation.result_redeclared or operation.old.shape == "stream":
            continue
        for difference in operation.differences:
            relevant = difference.facet == "result" and response_kind(difference.response) in {"good", "newer"}
            if not relevant or (operation.old.shape == "pager" and not difference.part):
                continue
            if not difference.owner:
                impact = _impact(pair, difference)
                yield OperationFact(
                    operation=operation,
                    part=difference.part,
                    before=difference.before,
                    after=difference.after,
                    difference=difference,
                    impact=impact,
                )
            elif not is_field_redeclared(pair, difference.owner):
                model, _, field = difference.owner.rpartition(".")
                key = (difference.owner,)
                yield OperationFact(
                    operation=operation,
                    part=field,
                    before=difference.before,
                    after=difference.after,
                    difference=difference,
                    shared=key,
                    subject=model,
                )


def _impact(pair: ReleasePair, difference: Difference) -> Impact | None:
    """Risky if the response fits another member of the same union: a newer server may send what fits the old one."""
    models = difference.before in pair.old.api.classes and difference.after in pair.new.api.classes
    return Impact.RISKY if models else None


def _message(fact: OperationFact, subject: str) -> str:
    where = f"`{fact.part}` of {subject}" if fact.part else f"the result of {subject}"
    response = "a response that the old release declares" if fact.impact is Impact.RISKY else "the same response"
    return f"For {response}, {where} is {fact.after}; it was {fact.before}."
