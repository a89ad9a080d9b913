"""The distribution allows more versions of a dependency, and still all the old ones.

Why it matters
    A new installation may choose a newer version of the dependency.

Before
    `Requires-Dist: numpy (>=1.26.4,<2.0.0)`

After
    `Requires-Dist: numpy (>=1.26.4,<3.0.0)`

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="dependency_tightened")
def dependency_loosened(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "loosened"):
        yield Fact(
            subject=new.owner,
            message=f"More versions of `{new.name}` are allowed.",
            part=new.name,
            before=str(old),
            after=str(new),
            files=dist_info_files(pair, "METADATA"),
        )
