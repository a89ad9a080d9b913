"""A module is gone. No other change in the report covers it.

Why it matters
    Programs that import it fail with `ModuleNotFoundError` when they start.

Before
    `import acme_sdk.blueprints`

After
    `ModuleNotFoundError`

What to do
    Remove the import.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import unreported_modules


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="module_added")
def module_removed(pair: ReleasePair) -> Iterator[Fact]:
    for found, files in unreported_modules(pair, new=False):
        line = f"import {pair.old.api.package}.{found.name}"
        yield Fact(
            subject=found.name,
            message=f"The module `{found.name}` is gone.",
            before=line,
            migration=f"Remove `{line}`.",
            files=files,
            trial=Snippet(line),
        )
