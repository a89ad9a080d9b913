"""The time between two attempts of a call is another one.

Why it matters
    A failing call comes back sooner or later than it did, and the server is asked at other intervals.

Before
    0.5 s, 1 s between three attempts

After
    1 s, 2 s between three attempts

What to do
    Look at timeouts of your own that include retried calls.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import files_saying, operations


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def waits_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both, part=each.part.replace("_", " "), before=each.before, after=each.after, difference=each
        )
        for both in operations(pair)
        for each in both.differences
        if each.facet == "waits"
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: f"{subject}: attempts ({sight.part}) wait {sight.after}; they waited {sight.before}.",
        migration="Look at timeouts of your own that include retried calls.",
        files=lambda _: files_saying(pair, "retr", "delay"),
    )
