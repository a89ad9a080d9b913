"""The same response raises an exception of another class.

Why it matters
    Code that catches the old class does not catch the new one, or handles it as something else.

Before
    Status 404 raises `NotFoundError`

After
    Status 404 raises `ApiError`, which `except NotFoundError:` does not catch

What to do
    Catch the new class, or catch the base class of all errors and check `status_code`.
"""

from typing import Final

from conformance.change import Difference
from conformance.contract.model import ErrorShape
from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_mentioning,
    group_labels,
    matched_operations,
    response_kind,
    response_label,
)

BASE: Final = "the base class of errors"
SHOWN: Final = 2  # responses in a message


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_class_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (
            fact
            for operation in matched_operations(pair)
            for fact in (*_declared_statuses(operation), *_other_responses(operation))
        ),
        lambda fact, subject: f"{subject}: {fact.words} raises {fact.after}, no longer {fact.before}.",
        migration="Catch the new class, or the base class of all errors.",
        files=lambda fact: files_mentioning(pair, fact.after.rpartition(".")[2], fact.before.rpartition(".")[2]),
    )


def _declared_statuses(operation: MatchedOperation) -> Iterator[OperationFact]:
    names = operation.pair.alignment.definitions
    observed = {
        difference.response: difference
        for difference in operation.differences
        if difference.facet == "raised" and difference.part == "class"
    }
    for status in sorted({*operation.old.errors, *operation.new.errors}):
        before, after = (side.errors.get(status, ErrorShape(BASE)).error for side in (operation.old, operation.new))
        if names.get(before, before) != after:
            difference = observed.get(f"error_{status}")
            part = f"status {status}"
            yield OperationFact(
                operation=operation,
                part=part,
                before=before if difference is None else difference.before,
                after=after if difference is None else difference.after,
                difference=difference,
                impact=_impact(operation, before, after),
                words=part,
            )


def _impact(operation: MatchedOperation, before: str, after: str) -> Impact | None:
    """Code that catches the old class also catches its subclasses."""
    lineage = {cls.name for cls in operation.pair.new.api.lineage(after)}
    caught = before == BASE or operation.pair.alignment.definitions.get(before, before) in lineage
    return Impact.COMPATIBLE if caught and after != BASE else None


def _other_responses(operation: MatchedOperation) -> Iterator[OperationFact]:
    """Responses that contracts do not list: bodies that are not JSON objects, broken connections."""
    old, new = operation.old.errors, operation.new.errors
    statuses = [status for status in {*old, *new} if old.get(status) != new.get(status)]
    known = [label for status in statuses for label in (f"error_{status}", f"recorded error {status} ")]
    found: dict[tuple[str, str], list[Difference]] = {}
    for difference in operation.differences:
        failed = response_kind(difference.response) in {"odd error", "fault", "error"}
        if (
            failed
            and difference.facet == "raised"
            and difference.part == "class"
            and not difference.response.startswith(tuple(known))
        ):
            found.setdefault((difference.before, difference.after), []).append(difference)
    for (before, after), group in found.items():
        labels = list(dict.fromkeys(response_label(difference.response) for difference in group))
        yield OperationFact(
            operation=operation,
            part=", ".join(labels),
            before=before,
            after=after,
            difference=group[0],
            impact=_impact(operation, before, after),
            words=limited(group_labels(difference.response for difference in group), SHOWN),
        )
