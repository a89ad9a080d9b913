"""The client uses another server if none is given.

Why it matters
    Requests and their credentials reach a server that the caller did not choose.

Before
    `Acme(api_key=...)` connects to `https://acme.example`

After
    `Acme(api_key=...)` connects to `https://api.acme.example`

What to do
    Pass the server when you create the client.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.matched import files_mentioning, setting_differences


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def default_server_changed(pair: ReleasePair) -> Iterator[Fact]:
    for difference in setting_differences(pair, "server"):
        yield Fact(
            subject=difference.operation,
            message=f"The default server is {difference.after}, no longer {difference.before}.",
            part="server",
            before=difference.before,
            after=difference.after,
            migration="Pass the server when you create the client.",
            files=files_mentioning(pair, difference.before, difference.after),
            difference=difference,
        )
