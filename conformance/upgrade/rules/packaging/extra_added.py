"""The distribution has a new extra.

Why it matters
    It offers a feature that needs more packages. They are installed only on request.

Before
    (no such line)

After
    `Provides-Extra: aiohttp`

What to do
    Install the extra if you want the feature.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, distributions


@rule(tier=Tier.PACKAGING, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="extra_removed")
def extra_added(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    if both is None:
        return
    old, new = both
    for extra in sorted(new.extras - old.extras):
        needed = ", ".join(map(str, new.dependencies_of(extra)))
        yield Fact(
            subject=PACKAGE,
            message=f"The extra `{extra}` is new.",
            part=extra,
            after=f"{new.name}[{extra}]: {needed or 'needs nothing'}",
            example=f'# pip install "{new.name}[{extra}]"',
            files=dist_info_files(pair, "METADATA"),
        )
