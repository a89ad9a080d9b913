"""The client sends a failing request more often or less often.

Why it matters
    The server may do the same thing twice, a failure is raised later, and code with its own retries multiplies the
    number.

Before
    Status 503: 1 request, then the exception

After
    Status 503: 3 requests, then the exception

What to do
    Pass `request_options={"max_retries": ...}` where the number matters.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_mentioning,
    matched_operations,
    response_kind,
)


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def retry_count_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        lambda fact, subject: f"{subject}: {fact.part} makes {fact.after}; it made {fact.before}.",
        migration='Pass `request_options={"max_retries": ...}` where the number of attempts matters.',
        files=lambda _: files_mentioning(pair, "retr"),
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    reported = set()
    for difference in operation.differences:
        kind_of_response = response_kind(difference.response)
        kind = "a broken connection" if kind_of_response == "fault" else _statuses(operation)
        key = (kind, difference.before, difference.after)
        if difference.facet == "attempts" and kind_of_response in {"error", "fault"} and key not in reported:
            reported.add(key)
            before, after = (
                f"{count} request{'s' * (count != '1')}" for count in (difference.before, difference.after)
            )
            yield OperationFact(operation=operation, part=kind, before=before, after=after, difference=difference)


def _statuses(operation: MatchedOperation) -> str:
    """The statuses for which the contracts list another number of requests."""
    sides = (operation.pair.old.contract, operation.pair.new.contract)
    old, new = ({} if side is None else side.attempts for side in sides)
    changed = sorted(status for status in {*old, *new} if old.get(status, 1) != new.get(status, 1))
    observed = sorted(
        {
            int(difference.part)
            for difference in operation.differences
            if difference.facet == "attempts" and difference.part.isdigit()
        }
    )
    return f"status {', '.join(map(str, changed or observed))}"
