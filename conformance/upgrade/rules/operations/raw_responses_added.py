"""The clients give access to raw responses, with status and headers.

Why it matters
    Code can read headers, such as rate limits, and still use the typed result.

Before
    `client.projects` has no `with_raw_response`

After
    `client.projects.with_raw_response.get(1).headers`

What to do
    Nothing.
"""

from conformance.text import counted
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.operations.facts.raw_clients import raw_clients


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="raw_responses_removed")
def raw_responses_added(pair: ReleasePair) -> Iterator[Fact]:
    found = raw_clients(pair, new=True)
    if found is not None:
        yield Fact(
            subject=found.attribute,
            message=f"`{found.attribute}` of {counted(found.count, 'client')} is new; it returns status and headers.",
            after=found.example,
            example=f"response = {found.example}(...)",
            files=found.files,
            trial=Snippet(f"result = {found.example}", expects="works"),
        )
