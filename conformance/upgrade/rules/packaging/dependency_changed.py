"""A dependency is needed with other versions, under another condition, with other extras, or from another source.

Why it matters
    Some installations that worked with the old release are impossible with the new one. If no version satisfies both
    releases, the dependency changes together with the SDK.

Before
    `Requires-Dist: datamodel-code-generator (==0.26.1)`

After
    `Requires-Dist: datamodel-code-generator (>=0.70.0)`

What to do
    Check that your own requirements and lock files allow the new versions.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import Dependency, dependencies, dist_info_files
from conformance.upgrade.rules.packaging.facts.specifiers import overlap


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME)
def dependency_changed(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "changed"):
        yield Fact(
            subject=new.owner,
            message=f"{_describe_change(old, new)}.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Allow {new} where your own requirements restrict it.",
            files=dist_info_files(pair, "METADATA"),
        )


def _describe_change(old: Dependency, new: Dependency) -> str:
    if old.needs.keys() != new.needs.keys():
        return f"`{new.name}` is needed under another condition"
    both = [(need, new.needs[marker]) for marker, need in old.needs.items()]
    if any(before.url != after.url for before, after in both):
        return f"`{new.name}` comes from another source"
    if any(before.extras != after.extras for before, after in both):
        return f"`{new.name}` is needed with other extras"
    if not any(overlap(before.specifier, after.specifier) for before, after in both):
        return f"Other versions of `{new.name}` are needed: none of the old versions is allowed"
    return f"Other versions of `{new.name}` are allowed: some are new, some no longer allowed"
