"""The distribution no longer has an extra.

Why it matters
    Installers only warn about an unknown extra: its packages are not installed, and code that imports them fails.

Before
    `Provides-Extra: aiohttp`

After
    (no such line)

What to do
    Remove the extra from your requirements, and require the packages that you need yourself.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, distributions


@rule(tier=Tier.PACKAGING, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="extra_added")
def extra_removed(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    if both is None:
        return
    old, new = both
    for extra in sorted(old.extras - new.extras):
        needed = ", ".join(map(str, old.dependencies_of(extra)))
        yield Fact(
            subject=PACKAGE,
            message=f"The extra `{extra}` is gone; its packages are no longer installed.",
            part=extra,
            before=f"{old.name}[{extra}]: {needed or 'needs nothing'}",
            migration=f"Require what the extra needed yourself: {needed or 'nothing'}.",
            files=dist_info_files(pair, "METADATA"),
        )
