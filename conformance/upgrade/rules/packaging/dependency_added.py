"""The distribution, or an extra that it already had, needs a package that the old release did not need.

Why it matters
    It is installed beside the caller's own packages: its versions may conflict with theirs, a locked or offline
    installation has to get it first, and its licence is one more to read.

Before
    `Requires-Dist: httpx (>=0.21.2)`

After
    `Requires-Dist: httpx (>=0.21.2)`, `Requires-Dist: typer (>=0.12.3)`

What to do
    Add the package to what is locked, mirrored or reviewed, and see that the versions of your own requirements fit.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dependencies, dist_info_files


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME, mirror="dependency_removed")
def dependency_added(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "added"):
        yield Fact(
            subject=new.owner,
            message=f"`{new.name}` is needed now.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Permit {new} in your own requirements, and lock it anew.",
            files=dist_info_files(pair, "METADATA"),
        )
