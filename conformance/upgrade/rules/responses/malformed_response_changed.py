"""An answer that is not what was declared is treated in another way.

Why it matters
    Proxies and failing servers send HTML, half of a document, or nothing; code that catches what came of it
    meets another.

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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    field_explained,
    files_saying,
    operations,
    response_kind,
    words,
)

SHOWN: Final = 4  # answers that are named


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def malformed_response_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) if not both.returns_another for sight in _sights(both)),
        lambda sight, subject: f"{subject}, answered with {sight.words}, {sight.after}; it {sight.before} before.",
        migration="Catch the exception that is raised now, and check a result before you use it.",
        files=lambda _: files_saying(pair, "parsingerror", "jsondecodeerror"),
    )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    """One of each operation, with the names of the answers that show it."""
    shown = [each for each in both.differences if response_kind(each.response) == "malformed" and _tells(both, each)]
    if shown:
        labels = sorted({words(each.response) for each in shown})
        first = shown[0]
        before, after = (_kind(first, text) for text in (first.before, first.after))
        yield OperationFact(
            both=both, part="", before=before, after=after, difference=first, words=limited(labels, SHOWN)
        )


def _tells(both: MatchedOperation, each: Difference) -> bool:
    if each.facet == "result":
        return not each.owner or not field_explained(both.pair, each.owner)
    return each.facet == "endless" or (each.facet == "raised" and each.part != "text")


def _kind(each: Difference, text: str) -> str:
    """How it ended, without what the answer held."""
    if each.facet == "raised" and each.part == "class":
        return f"raises {text}"
    if each.facet == "raised" and each.part == "ends":
        return text.partition(":")[0]
    return f"gives {text}"
