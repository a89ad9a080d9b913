"""The same call sends another request.

Why it matters
    A server may make something else of it. Nothing in the signatures tells, and no rule about one argument
    does.

Before
    `books.create()` sends no body

After
    `books.create()` sends `{}`

What to do
    Compare both requests, and check what the server makes of the new one.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, files_saying, operations
from conformance.upgrade.rules.requests.facts import unexplained

VALUES: Final = "value in the path"
WORDS: Final = {  # what the lines of a changed file say that writes this part of a request
    "value": ("params=",),
    "query": ("params=", "encode_query"),
    "body": ("json_body", "request_body", "encode_json"),
    "content": ("content-type", "content_type"),
}


@rule(tier=Tier.WIRE, impact=Impact.RISKY)
def request_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from facts(
        pair,
        (sight for both in operations(pair) for sight in _sights(both)),
        lambda sight, subject: f"{subject}: the same call has another {sight.part}: {sight.after}, not {sight.before}.",
        migration="Compare both requests, and check what the server makes of the new one.",
        files=lambda sight: files_saying(pair, *WORDS.get(sight.part.partition(" ")[0], ())),
    )


def _sights(both: MatchedOperation) -> Iterator[OperationFact]:
    names = {parameter.wire_name for each in (both.old, both.new) for parameter in each.accepted}
    for each in unexplained(both):
        part = f"{each.facet.replace('_', ' ')} {each.part}".strip()
        before, after = each.before or "none", each.after or "none"
        if each.facet == "path" or (each.facet == "query" and each.part not in names and "?" in each.call):
            # the same template, the same arguments: what differs is how a value is written into the path
            before, after = f"{part} {before}", f"{part} {after}"
            yield OperationFact(both=both, part=VALUES, before=before, after=after, difference=each, alike=(VALUES,))
        else:
            yield OperationFact(both=both, part=part, before=before, after=after, difference=each)
