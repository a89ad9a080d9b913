"""The client waits longer or shorter for a response.

Why it matters
    A slow response raises an exception, or a call that used to return hangs.

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
            f"{subject}: with the caller's own HTTP client, the timeout is {fact.after}; it was {fact.before}."
        ),
        migration="Pass `timeout=` to the client where the limit matters.",
        files=lambda _: files_mentioning(pair, "timeout"),
    )
    for difference in setting_differences(pair, "timeout"):
        before, after = _limit(difference.before), _limit(difference.after)
        yield Fact(
            subject=difference.operation,
            message=f"The default timeout is {after}; it was {before}.",
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
    return "unlimited" if text == "None" else f"{text} s" if text.replace(".", "").isdigit() else text
