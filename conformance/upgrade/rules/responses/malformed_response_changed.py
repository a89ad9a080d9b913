"""The SDK handles a malformed response differently.

Why it matters
    Proxies and failing servers send HTML, half a document, or nothing. Code that catches the old exception does not
    catch the new one.

Before
    A body that is not JSON raises `ApiError`

After
    A body that is not JSON raises `ParsingError`

What to do
    Catch the exception that is raised now, and check a result before you use it.
"""

from typing import Final

from conformance.change import Difference
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_mentioning,
    is_field_redeclared,
    matched_operations,
    past_tense,
    response_kind,
    response_label,
)

SHOWN: Final = 4  # responses in a message


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def malformed_response_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (
            fact
            for operation in matched_operations(pair)
            if not operation.result_redeclared
            for fact in _operation_facts(operation)
        ),
        lambda fact, subject: f"{subject}: for {fact.words}, a call {fact.after}; it {past_tense(fact.before)}.",
        migration="Catch the exception that is raised now, and check a result before you use it.",
        files=lambda _: files_mentioning(pair, "parsingerror", "jsondecodeerror"),
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """One fact for each operation, with the responses that show it."""
    relevant = [
        difference
        for difference in operation.differences
        if response_kind(difference.response) == "malformed" and _is_relevant(operation, difference)
    ]
    if relevant:
        labels = sorted({response_label(difference.response) for difference in relevant})
        first = relevant[0]
        before, after = (_outcome(first, text) for text in (first.before, first.after))
        yield OperationFact(
            operation=operation, part="", before=before, after=after, difference=first, words=limited(labels, SHOWN)
        )


def _is_relevant(operation: MatchedOperation, difference: Difference) -> bool:
    if difference.facet == "result":
        return not difference.owner or not is_field_redeclared(operation.pair, difference.owner)
    return difference.facet == "endless" or (difference.facet == "raised" and difference.part != "text")


def _outcome(difference: Difference, text: str) -> str:
    """How the call ended, without the content of the response."""
    if difference.facet == "raised" and difference.part == "class":
        return f"raises {text}"
    if difference.facet == "raised" and difference.part == "ends":
        return text.partition(":")[0]
    return f"returns {text}"
