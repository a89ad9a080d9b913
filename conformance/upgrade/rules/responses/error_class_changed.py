"""An answer raises an exception of another class.

Why it matters
    Code that catches the old class lets the new one through, or treats it as something else.

Before
    `except NotFoundError:` is reached for status 404

After
    Status 404 raises `ApiError`, which `except NotFoundError:` does not catch

What to do
    Catch the new class, or the base class of all errors, and look at `status_code`.
"""

from typing import Final

from conformance.change import Difference
from conformance.contract.model import ErrorShape
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_saying,
    operations,
    response_kind,
    told,
    words,
)

BASE: Final = "the base class of errors"
SHOWN: Final = 2  # answers that are named


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_class_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in (*_statuses(both), *_others(both))),
        lambda sight, subject: f"{subject}: {sight.words} raises {sight.after}, no longer {sight.before}.",
        migration="Catch the new class, or the base class of all errors.",
        files=lambda sight: files_saying(pair, sight.after.rpartition(".")[2], sight.before.rpartition(".")[2]),
    )


def _statuses(both: MatchedOperation) -> Iterator[OperationFact]:
    names = both.pair.alignment.definitions
    seen = {each.response: each for each in both.differences if each.facet == "raised" and each.part == "class"}
    for status in sorted({*both.old.errors, *both.new.errors}):
        before, after = (each.errors.get(status, ErrorShape(BASE)).error for each in (both.old, both.new))
        if names.get(before, before) != after:
            difference = seen.get(f"error_{status}")
            part = f"status {status}"
            yield OperationFact(
                both=both,
                part=part,
                before=before if difference is None else difference.before,
                after=after if difference is None else difference.after,
                difference=difference,
                impact=_impact(both, before, after),
                words=part,
            )


def _impact(both: MatchedOperation, before: str, after: str) -> Impact | None:
    """Code that catches the old class catches a subclass of it as well."""
    lineage = {each.name for each in both.pair.new.api.lineage(after)}
    caught = before == BASE or both.pair.alignment.definitions.get(before, before) in lineage
    return Impact.COMPATIBLE if caught and after != BASE else None


def _others(both: MatchedOperation) -> Iterator[OperationFact]:
    """What contracts do not tell: bodies that are no JSON object, broken connections."""
    old, new = both.old.errors, both.new.errors
    known = [f"error_{status}" for status in {*old, *new} if old.get(status) != new.get(status)]
    found: dict[tuple[str, str], list[Difference]] = {}
    for each in both.differences:
        met = response_kind(each.response) in {"odd error", "fault", "error"}
        if met and each.facet == "raised" and each.part == "class" and not each.response.startswith(tuple(known)):
            found.setdefault((each.before, each.after), []).append(each)
    for (before, after), group in found.items():
        labels = list(dict.fromkeys(words(each.response) for each in group))
        yield OperationFact(
            both=both,
            part=", ".join(labels),
            before=before,
            after=after,
            difference=group[0],
            impact=_impact(both, before, after),
            words=limited(told(each.response for each in group), SHOWN),
        )
