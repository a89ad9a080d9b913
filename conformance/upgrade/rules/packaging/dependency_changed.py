"""What is needed of a dependency differs both ways: other versions, another condition, other extras, another place.

Why it matters
    Some installations that were possible with the old release are not possible with the new one. Where no version
    satisfies both, the dependency changes along with the SDK in every installation.

Before
    `Requires-Dist: datamodel-code-generator (==0.26.1)`

After
    `Requires-Dist: datamodel-code-generator (>=0.70.0)`

What to do
    See that your own requirements and lock files permit what is needed now.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import Dependency, dependencies, dist_info_files
from conformance.upgrade.rules.packaging.facts.specifiers import overlap


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME)
def dependency_changed(pair: ReleasePair) -> Iterator[Fact]:
    for old, new in dependencies(pair, "changed"):
        yield Fact(
            subject=new.owner,
            message=f"{_what(old, new)}.",
            part=new.name,
            before=str(old),
            after=str(new),
            migration=f"Permit {new} where your own requirements limit it.",
            files=dist_info_files(pair, "METADATA"),
        )


def _what(old: Dependency, new: Dependency) -> str:
    if old.needs.keys() != new.needs.keys():
        return f"`{new.name}` is needed under another condition"
    both = [(need, new.needs[marker]) for marker, need in old.needs.items()]
    if any(before.url != after.url for before, after in both):
        return f"`{new.name}` comes from another place"
    if any(before.extras != after.extras for before, after in both):
        return f"`{new.name}` is needed with other extras"
    if not any(overlap(before.specifier, after.specifier) for before, after in both):
        return f"Other versions of `{new.name}` are needed: none of the old ones will do"
    return f"Other versions of `{new.name}` are permitted: some more, and some no longer"
