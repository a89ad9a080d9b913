"""The package, its client, or a part that is imported on first use can no longer be imported.

Why it matters
    Every program that uses the part stops with an error; where it is the package, at its first line.

Before
    `import acme_sdk` works

After
    `import acme_sdk` raises `ImportError`

What to do
    Stay on the old release until a fixed one is published.
"""

import re

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import broken_modules

_STAY = "Stay on the old release until a fixed one is published."


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, mirror="import_fixed")
def import_broken(pair: ReleasePair) -> Iterator[Fact]:
    package = pair.new.api.package
    if pair.new.import_error and not pair.old.import_error:
        yield Fact(
            subject=PACKAGE,
            message="The new release cannot be imported.",
            before="the import succeeds",
            after=pair.new.import_error,
            migration=_STAY,
            trial=Snippet(f"import {package}", expects="fails"),
        )
    broken = list(broken_modules(pair))
    for module, missing in broken:
        owner, _, name = missing.rpartition(".")
        yield Fact(
            subject=module.name or package,
            message=f"`{module.name or package}` can no longer be imported: `{owner}` has no `{name}`.",
            before="the import succeeds",
            after="ImportError",
            migration=_STAY,
            files=(module.file,),
            operations=_operations_in(pair, module.file),
            trial=Snippet(f"import {package}.{module.name}".rstrip("."), expects="fails"),
        )
    if pair.new.client_error and pair.old.contract is not None and not broken:
        yield Fact(
            subject=PACKAGE,
            part="client",
            message="No operation of the new release can be called: its client cannot be used.",
            before="the client works",
            after=_last_error(pair.new.client_error),
            migration=_STAY,
        )


def _operations_in(pair: ReleasePair, file: str) -> tuple[str, ...]:
    return tuple(path for path, files in pair.new.api.operation_files.items() if file in files)


def _last_error(text: str) -> str:
    """The line of an error that names its reason, without a path of this machine."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return re.sub(r" \([^()]*[/\\\\][^()]*\)", "", (named or lines or ["unknown"])[-1])
