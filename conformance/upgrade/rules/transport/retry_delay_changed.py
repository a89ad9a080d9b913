"""The client waits longer or shorter between two attempts.

Why it matters
    A failing call returns earlier or later, and the server gets requests at other intervals.

Before
    0.5 s, 1 s between three attempts

After
    1 s, 2 s between three attempts

What to do
    Check your own timeouts that include retried calls.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import files_mentioning, matched_operations


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY)
def retry_delay_changed(pair: ReleasePair) -> Iterator[Fact]:
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
        lambda fact, subject: (
            f"{subject}: the waits between attempts ({fact.part}) are {fact.after}; they were {fact.before}."
        ),
        migration="Check your own timeouts that include retried calls.",
        files=lambda _: files_mentioning(pair, "retr", "delay"),
    )
