"""The distribution, or an extra that it still has, no longer needs a package.

Why it matters
    Code that imports the package without requiring it itself worked because of the SDK. It fails in a new installation.

Before
    `Requires-Dist: appdirs (>=1.4.3)`

After
    (no such line)

What to do
    Require the package yourself if your own code imports it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME, mirror="dependency_added")
def dependency_removed(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "removed"):
        yield Fact(
            subject=new.owner,
            message=f"`{old.name}` is no longer a dependency and is not installed with the SDK.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Require {old} yourself if your own code imports it.",
            files=dist_info_files(pair, "METADATA"),
        )
