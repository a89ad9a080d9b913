"""The distribution permits fewer versions of a dependency: a lower bound was raised, or an upper one lowered or added.

Why it matters
    A pin of the dependency that went with the old release may make the new one impossible to install, and without a
    pin the dependency is upgraded along with the SDK.

Before
    `Requires-Dist: opencv-python (>=4.9.0,<5.0.0)`

After
    `Requires-Dist: opencv-python (>=4.12.0,<5.0.0)`

What to do
    See that your own requirements and lock files permit the versions that are left.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME, mirror="dependency_loosened")
def dependency_tightened(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "tightened"):
        yield Fact(
            subject=new.owner,
            message=f"Fewer versions of `{new.name}` are permitted.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Permit {new} where your own requirements limit it.",
            files=dist_info_files(pair, "METADATA"),
        )
