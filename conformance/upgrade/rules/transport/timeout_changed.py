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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_mentioning,
    matched_operations,
    setting_differences,
)


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def timeout_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        lambda fact, subject: (
            f"{subject}: with an HTTP client of the caller's own, a request has {fact.after}; it had {fact.before}."
        ),
        migration="Pass `timeout=` to the client where the limit matters.",
        files=lambda _: files_mentioning(pair, "timeout"),
    )
    for difference in setting_differences(pair, "timeout"):
        before, after = _limit(difference.before), _limit(difference.after)
        yield Fact(
            subject=difference.operation,
            message=f"Where no timeout is given, a request has {after}; it had {before}.",
            part="default",
            before=before,
            after=after,
            migration="Pass `timeout=` to the client where the limit matters.",
            files=files_mentioning(pair, "timeout"),
            difference=difference,
        )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    for difference in operation.differences:
        if difference.facet == "timeout":
            yield OperationFact(
                operation=operation,
                part="",
                before=_limit(difference.before),
                after=_limit(difference.after),
                difference=difference,
            )


def _limit(text: str) -> str:
    return "no limit of time" if text == "None" else f"{text} s" if text.replace(".", "").isdigit() else text
