"""Calls go to another server where none is named.

Why it matters
    Requests, with their credentials, reach a server that the caller does not mean.

Before
    `Acme(api_key=...)` asks `https://acme.example`

After
    `Acme(api_key=...)` asks `https://api.acme.example`

What to do
    Name the server when you make the client.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.matched import files_mentioning, setting_differences


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def default_server_changed(pair: ReleasePair) -> Iterator[Fact]:
    for difference in setting_differences(pair, "server"):
        yield Fact(
            subject=difference.operation,
            message=f"Where no server is named, calls go to {difference.after}, no longer to {difference.before}.",
            part="server",
            before=difference.before,
            after=difference.after,
            migration="Name the server when you make the client.",
            files=files_mentioning(pair, difference.before, difference.after),
            difference=difference,
        )
