"""The distribution allows fewer versions of a dependency: a bound was raised, lowered or added.

Why it matters
    If you pin the dependency, the new release may be impossible to install. If you do not, the dependency is upgraded
    together with the SDK.

Before
    `Requires-Dist: opencv-python (>=4.9.0,<5.0.0)`

After
    `Requires-Dist: opencv-python (>=4.12.0,<5.0.0)`

What to do
    Check that your own requirements and lock files allow the remaining versions.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME, mirror="dependency_loosened")
def dependency_tightened(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "tightened"):
        yield Fact(
            subject=new.owner,
            message=f"Fewer versions of `{new.name}` are allowed.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Allow {new} where your own requirements restrict it.",
            files=dist_info_files(pair, "METADATA"),
        )
