"""A redirect is treated in another way.

Why it matters
    A call that ended where the server pointed to ends with an exception, or credentials go to a place that
    nobody named.

Before
    Status 302 raises `ApiError`

After
    Status 302 is followed

What to do
    Name the server's final address as the base URL.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import (
    MatchedOperation,
    files_saying,
    operations,
    response_kind,
    settings,
)

_SETTINGS: Final = ("follow_redirects", "max_redirects")


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def redirect_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        lambda sight, subject: f"{subject}: for a redirect, {sight.after}; it was {sight.before}.",
        migration="Name the server's final address as the base URL.",
        files=lambda _: files_saying(pair, "redirect"),
    )
    for difference in (each for part in _SETTINGS for each in settings(pair, part)):
        yield Fact(
            subject=difference.operation,
            message=f"The client's own HTTP client has `{difference.part}` {difference.after}; "
            f"it was {difference.before}.",
            part=difference.part,
            before=difference.before,
            after=difference.after,
            migration="Pass an HTTP client of your own that treats redirects as you need it.",
            files=files_saying(pair, "redirect"),
            difference=difference,
        )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    """One sight is enough: what a redirect leads to shows in several places."""
    for each in both.differences:
        telling = each.facet in {"attempts", "elsewhere", "endless", "result"} or each.part in {"ends", "class"}
        if response_kind(each.response) == "redirect" and telling:
            ends = (f"{each.before} requests", f"{each.after} requests")
            before, after = ends if each.facet == "attempts" else (each.before, each.after)
            yield OperationFact(
                both=both, part="", before=before, after=after, difference=each, alike=(each.facet, each.part)
            )
            return
