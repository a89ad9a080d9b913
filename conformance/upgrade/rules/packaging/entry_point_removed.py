"""The distribution no longer installs a command, or an entry point of another group.

Why it matters
    Scripts that run the command fail, and programs no longer find the plug-in.

Before
    `label-studio-converter=label_studio_sdk.converter.main:main` in `[console_scripts]`

After
    (no such line)

What to do
    Call the module and function that the entry point named, if they still exist.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, entry_points


@rule(tier=Tier.PACKAGING, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="entry_point_added")
def entry_point_removed(pair: ReleasePair) -> Iterator[Fact]:
    old, new = entry_points(pair)
    for name in sorted(old.keys() - new.keys()):
        yield Fact(
            subject=PACKAGE,
            message=f"The entry point `{name}` is gone.",
            part=name,
            before=f"{name} = {old[name]}",
            migration=f"Call {old[name]} instead, if it still exists.",
            files=dist_info_files(pair, "entry_points.txt"),
        )
