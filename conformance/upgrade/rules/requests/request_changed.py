"""The same call sends another request.

Why it matters
    The server may respond differently. No signature shows the change, and no rule about a single argument covers it.

Before
    `books.create()` sends no body

After
    `books.create()` sends `{}`

What to do
    Compare both requests, and check what the server does with the new one.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_mentioning, matched_operations
from conformance.upgrade.rules.requests.facts import unexplained_differences

VALUES: Final = "value in the path"
_MENTIONS: Final = {  # what changed lines mention in the files that write this part of a request
    "value": ("params=",),
    "query": ("params=", "encode_query"),
    "body": ("json_body", "request_body", "encode_json"),
    "content": ("content-type", "content_type"),
}


@rule(tier=Tier.WIRE, impact=Impact.RISKY)
def request_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        (fact for operation in matched_operations(pair) for fact in _operation_facts(operation)),
        lambda fact, subject: (
            f"{subject}: the same call sends another {fact.part}: {fact.after}, no longer {fact.before}."
        ),
        migration="Compare both requests, and check what the server does with the new one.",
        files=lambda fact: files_mentioning(pair, *_MENTIONS.get(fact.part.partition(" ")[0], ())),
    )


def _operation_facts(operation: MatchedOperation) -> Iterator[OperationFact]:
    names = {parameter.wire_name for side in (operation.old, operation.new) for parameter in side.accepted}
    for difference in unexplained_differences(operation):
        part = f"{difference.facet.replace('_', ' ')} {difference.part}".strip()
        before, after = difference.before or "none", difference.after or "none"
        if difference.facet == "path" or (
            difference.facet == "query" and difference.part not in names and "?" in difference.call
        ):
            # same template, same arguments: the value is encoded differently in the path
            before, after = f"{part} {before}", f"{part} {after}"
            yield OperationFact(
                operation=operation, part=VALUES, before=before, after=after, difference=difference, shared=(VALUES,)
            )
        else:
            yield OperationFact(operation=operation, part=part, before=before, after=after, difference=difference)
