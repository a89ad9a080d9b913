"""A request may take a longer or a shorter time.

Why it matters
    A slow answer that was waited for ends in an exception, or a call hangs that used to come back.

Before
    60 seconds

After
    5 seconds

What to do
    Pass `timeout=` to the client, or `request_options={"timeout_in_seconds": ...}` to the call.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_saying, operations, settings


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def timeout_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        lambda sight, subject: (
            f"{subject}: with an HTTP client of the caller's own, a request has {sight.after}; it had {sight.before}."
        ),
        migration="Pass `timeout=` to the client where the limit matters.",
        files=lambda _: files_saying(pair, "timeout"),
    )
    for difference in settings(pair, "timeout"):
        before, after = _limit(difference.before), _limit(difference.after)
        yield Fact(
            subject=difference.operation,
            message=f"Where no timeout is given, a request has {after}; it had {before}.",
            part="default",
            before=before,
            after=after,
            migration="Pass `timeout=` to the client where the limit matters.",
            files=files_saying(pair, "timeout"),
            difference=difference,
        )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    for each in both.differences:
        if each.facet == "timeout":
            yield OperationFact(
                both=both, part="", before=_limit(each.before), after=_limit(each.after), difference=each
            )


def _limit(text: str) -> str:
    return "no limit of time" if text == "None" else f"{text} s" if text.replace(".", "").isdigit() else text
