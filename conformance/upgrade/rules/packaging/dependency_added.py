"""The distribution, or an extra that it already had, needs another package.

Why it matters
    The package is installed next to the caller's own packages. Its versions may conflict with theirs, locked and
    offline installations need it first, and its licence needs a review.

Before
    `Requires-Dist: httpx (>=0.21.2)`

After
    `Requires-Dist: httpx (>=0.21.2)`, `Requires-Dist: typer (>=0.12.3)`

What to do
    Add the package to your lock files, mirrors and reviews, and check that it fits your own requirements.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME, mirror="dependency_removed")
def dependency_added(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "added"):
        yield Fact(
            subject=new.owner,
            message=f"`{new.name}` is a new dependency.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Allow {new} in your own requirements, and update your lock files.",
            files=dist_info_files(pair, "METADATA"),
        )
