"""The metadata of the distribution differs: its version, description, classifiers or links.

Why it matters
    Package indexes show it. Every release differs at least in its version.

Before
    `Version: 2.0.5`

After
    `Version: 2.0.7`

What to do
    Nothing.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.changed_files import line_counts
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import LICENCE_FIELDS, dist_info_files, distributions


@rule(tier=Tier.PACKAGING, impact=Impact.DOCUMENTATION, level=Level.NONE)
def metadata_changed(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    if both is None:
        return
    old, new = (side.fields for side in both)
    for name in sorted((old.keys() | new.keys()) - LICENCE_FIELDS):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield Fact(
                subject=PACKAGE,
                message=f"{name} differs{_by_lines(before, after)}.",
                part=name,
                before=_only(before, after),
                after=_only(after, before),
                files=dist_info_files(pair, "METADATA"),
            )


def _by_lines(before: str, after: str) -> str:
    if "\n" not in before + after:
        return ""
    added, removed = line_counts(f"{before}\n".encode(), f"{after}\n".encode())
    return f" (+{added} -{removed} lines)"


def _only(one: str, other: str) -> str:
    """The lines of only one side, joined; "" for a text of paragraphs."""
    if "\n\n" in one + other:
        return ""
    there = other.split("\n")
    return ", ".join(line for line in one.split("\n") if line not in there)
