"""The clients no longer give raw responses, with status and headers.

Why it matters
    Code that asks for them ends with an AttributeError.

Before
    `client.projects.with_raw_response.get(1).headers`

After
    AttributeError

What to do
    Use the typed result alone.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.operations.facts.raw_clients import raw_clients


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="raw_responses_added")
def raw_responses_removed(pair: ReleasePair) -> Iterator[Fact]:
    found = raw_clients(pair, new=False)
    if found is not None:
        yield Fact(
            subject=found.attribute,
            message=f"{found.count} clients no longer have `{found.attribute}`: status and headers, too.",
            before=found.example,
            migration="Call the operation of the client itself.",
            files=found.files,
            trial=Snippet(f"result = {found.example}"),
        )
