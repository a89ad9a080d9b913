"""A module is new. No other change in the report covers it.

Why it matters
    It can be imported, but it defines nothing that callers would use.

Before
    `acme_sdk.blueprints` does not exist

After
    `import acme_sdk.blueprints`

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import unreported_modules


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="module_removed")
def module_added(pair: ReleasePair) -> Iterator[Fact]:
    for found, files in unreported_modules(pair, new=True):
        line = f"import {pair.new.api.package}.{found.name}"
        yield Fact(
            subject=found.name,
            message=f"The module `{found.name}` is new.",
            after=line,
            example=line,
            files=files,
            trial=Snippet(line, expects="works"),
        )
