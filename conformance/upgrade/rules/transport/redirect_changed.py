"""The client handles redirects differently.

Why it matters
    A call that followed the redirect raises an exception, or the client sends credentials to a server that the caller
    did not choose.

Before
    Status 302 raises `ApiError`

After
    Status 302 is followed

What to do
    Use the server's final address as the base URL.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_mentioning,
    matched_operations,
    response_kind,
    setting_differences,
)

_SETTINGS: Final = ("follow_redirects", "max_redirects")


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def redirect_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        lambda fact, subject: f"{subject}: for a redirect, {fact.after}; it was {fact.before}.",
        migration="Use the server's final address as the base URL.",
        files=lambda _: files_mentioning(pair, "redirect"),
    )
    for difference in (difference for part in _SETTINGS for difference in setting_differences(pair, part)):
        yield Fact(
            subject=difference.operation,
            message=f"The default HTTP client has `{difference.part}` {difference.after}; it was {difference.before}.",
            part=difference.part,
            before=difference.before,
            after=difference.after,
            migration="Pass your own HTTP client with the redirect settings that you need.",
            files=files_mentioning(pair, "redirect"),
            difference=difference,
        )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    """The first difference only: the effect of a redirect shows in several places."""
    for difference in operation.differences:
        relevant = difference.facet in {"attempts", "elsewhere", "endless", "result"} or difference.part in {
            "ends",
            "class",
        }
        if response_kind(difference.response) == "redirect" and relevant:
            ends = (f"{difference.before} requests", f"{difference.after} requests")
            before, after = ends if difference.facet == "attempts" else (difference.before, difference.after)
            yield OperationFact(
                operation=operation,
                part="",
                before=before,
                after=after,
                difference=difference,
                shared=(difference.facet, difference.part),
            )
            return
