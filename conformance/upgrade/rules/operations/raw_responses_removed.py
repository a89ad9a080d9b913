"""The clients no longer give access to raw responses, with status and headers.

Why it matters
    Code that uses them raises `AttributeError`.

Before
    `client.projects.with_raw_response.get(1).headers`

After
    `AttributeError`

What to do
    Use the typed result only.
"""

from conformance.text import counted
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.operations.facts.raw_clients import raw_clients


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="raw_responses_added")
def raw_responses_removed(pair: ReleasePair) -> Iterator[Fact]:
    found = raw_clients(pair, new=False)
    if found is not None:
        yield Fact(
            subject=found.attribute,
            message=f"`{found.attribute}` of {counted(found.count, 'client')} is gone; it returns status and headers.",
            before=found.example,
            migration="Call the operation on the client itself.",
            files=found.files,
            trial=Snippet(f"result = {found.example}"),
        )
