"""An exception holds another body or text for the same error response.

Why it matters
    Code that reads the body of an error, or matches its text, finds another value.

Before
    `error.body` is `{"detail": ...}`; `str(error)` starts with `status_code: 404`

After
    `error.body` is a `Problem`; `str(error)` starts with `headers: {...}`

What to do
    Read the fields of the new body, and do not match the text of exceptions.
"""

from typing import Final

from conformance.change import Difference
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

_MAX_TEXT: Final = 60  # characters of a text in a message


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_body_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in (*_bodies(operation), *_texts(operation))),
        _message,
        migration="Read the fields of the new body, and do not match the text of exceptions.",
        files=lambda _: files_mentioning(pair, "__str__", "{self.body}"),
    )


def _bodies(operation: MatchedOperation) -> Iterator[OperationFact]:
    names = operation.pair.alignment.definitions
    known = set()
    for status, shape in sorted(operation.old.errors.items()):
        after = operation.new.errors.get(status)
        if after is not None and names.get(shape.body, shape.body) != after.body:
            known.add(f"error_{status}")
            yield OperationFact(
                operation=operation,
                part=f"status {status}",
                before=shape.body or "as sent",
                after=after.body or "as sent",
                difference=None,
            )
    other = {name for name in (_without_status(difference) for difference in operation.differences) if name}
    for difference in operation.differences:
        wanted = difference.facet == "raised" and (difference.part == "status" or difference.part.startswith("body"))
        if difference.response in other:
            continue
        if wanted and difference.response not in known and response_kind(difference.response) in {"error", "odd error"}:
            part, description = (
                f"{response_label(difference.response)} {difference.part}",
                f"`{difference.part}` of {group_labels([difference.response])[0]}",
            )
            yield OperationFact(
                operation=operation,
                part=part,
                before=difference.before,
                after=difference.after,
                difference=difference,
                words=description,
            )


def _without_status(difference: Difference) -> str:
    """The response for which one side raises an exception that has neither status nor body: its class is the change."""
    raised = difference.facet == "raised" and difference.part == "status"
    return difference.response if raised and "None" in {difference.before, difference.after} else ""


def _texts(operation: MatchedOperation) -> Iterator[OperationFact]:
    for difference in operation.differences:
        if difference.facet == "raised" and difference.part == "text" and response_kind(difference.response) == "error":
            yield OperationFact(
                operation=operation,
                part="text",
                before=difference.before,
                after=difference.after,
                difference=difference,
                impact=Impact.RISKY,
                shared=("text",),
            )


def _message(fact: OperationFact, subject: str) -> str:
    before, after = fact.before[:_MAX_TEXT], fact.after[:_MAX_TEXT]
    if fact.part == "text":
        return f"{subject}: the text of the exception starts with `{after}`, no longer with `{before}`."
    return f"{subject}: {fact.words or f'the body of {fact.part}'} is {after}; it was {before}."
