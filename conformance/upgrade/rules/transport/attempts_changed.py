"""A call that fails is tried more often, or less often.

Why it matters
    A server may do the same thing twice, a failure is told later, and code with retries of its own multiplies
    them.

Before
    Status 503: 1 request, then the exception

After
    Status 503: 3 requests, then the exception

What to do
    Pass `request_options={"max_retries": ...}` where the number matters.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_saying, operations, response_kind


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def attempts_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        lambda sight, subject: f"{subject}: {sight.part} makes {sight.after}; it made {sight.before}.",
        migration='Pass `request_options={"max_retries": ...}` where the number of attempts matters.',
        files=lambda _: files_saying(pair, "retr"),
    )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    told = set()
    for each in both.differences:
        met = response_kind(each.response)
        kind = "a broken connection" if met == "fault" else _statuses(both)
        key = (kind, each.before, each.after)
        if each.facet == "attempts" and met in {"error", "fault"} and key not in told:
            told.add(key)
            before, after = (f"{count} request{'s' * (count != '1')}" for count in (each.before, each.after))
            yield OperationFact(both=both, part=kind, before=before, after=after, difference=each)


def _statuses(both: MatchedOperation) -> str:
    """The statuses of which both contracts know that another number of requests is made."""
    sides = (both.pair.old.contract, both.pair.new.contract)
    old, new = ({} if side is None else side.attempts for side in sides)
    changed = sorted(status for status in {*old, *new} if old.get(status, 1) != new.get(status, 1))
    seen = sorted({int(each.part) for each in both.differences if each.facet == "attempts" and each.part.isdigit()})
    return f"status {', '.join(map(str, changed or seen))}"
