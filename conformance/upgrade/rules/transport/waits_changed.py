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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import files_mentioning, matched_operations


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def waits_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=difference.part.replace("_", " "),
            before=difference.before,
            after=difference.after,
            difference=difference,
        )
        for operation in matched_operations(pair)
        for difference in operation.differences
        if difference.facet == "waits"
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: f"{subject}: attempts ({fact.part}) wait {fact.after}; they waited {fact.before}.",
        migration="Look at timeouts of your own that include retried calls.",
        files=lambda _: files_mentioning(pair, "retr", "delay"),
    )
