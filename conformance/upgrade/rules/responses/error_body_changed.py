"""What an exception tells of a refused call is something else.

Why it matters
    Code that reads the body of an error, or matches its text, finds another value.

Before
    `error.body` is `{"detail": ...}`; `str(error)` begins with `status_code: 404`

After
    `error.body` is a `Problem`; `str(error)` begins with `headers: {...}`

What to do
    Read the fields of the new body, and do not match the text of exceptions.
"""

from typing import Final

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

BEGINNING: Final = 60  # characters of a text that are told


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def error_body_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in (*_bodies(both), *_texts(both))),
        _said,
        migration="Read the fields of the new body, and do not match the text of exceptions.",
        files=lambda _: files_saying(pair, "__str__", "{self.body}"),
    )


def _bodies(both: MatchedOperation) -> Iterator[OperationFact]:
    names = both.pair.alignment.definitions
    known = set()
    for status, shape in sorted(both.old.errors.items()):
        after = both.new.errors.get(status)
        if after is not None and names.get(shape.body, shape.body) != after.body:
            known.add(f"error_{status}")
            yield OperationFact(
                both=both,
                part=f"status {status}",
                before=shape.body or "as sent",
                after=after.body or "as sent",
                difference=None,
            )
    for each in both.differences:
        wanted = each.facet == "raised" and (each.part == "status" or each.part.startswith("body"))
        if wanted and each.response not in known and response_kind(each.response) in {"error", "odd error"}:
            part, where = f"{words(each.response)} {each.part}", f"`{each.part}` of {told([each.response])[0]}"
            yield OperationFact(
                both=both, part=part, before=each.before, after=each.after, difference=each, words=where
            )


def _texts(both: MatchedOperation) -> Iterator[OperationFact]:
    for each in both.differences:
        if each.facet == "raised" and each.part == "text" and response_kind(each.response) == "error":
            yield OperationFact(
                both=both,
                part="text",
                before=each.before,
                after=each.after,
                difference=each,
                impact=Impact.RISKY,
                alike=("text",),
            )


def _said(sight: OperationFact, subject: str) -> str:
    before, after = sight.before[:BEGINNING], sight.after[:BEGINNING]
    if sight.part == "text":
        return f"{subject}: the text of an exception begins with `{after}`, no longer with `{before}`."
    return f"{subject}: {sight.words or f'the body of {sight.part}'} is {after}; it was {before}."
