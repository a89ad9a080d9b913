"""The distribution installs a command, or an entry point of another group, that the old release did not.

Why it matters
    It can be used from a shell, or is found by the program whose group it is in. A command of the same name from
    another package may be hidden by it.

Before
    (no such line)

After
    `label-studio-sdk=label_studio_sdk._extensions.cli.main:main` in `[console_scripts]`

What to do
    Nothing; try the command.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, entry_points


@rule(tier=Tier.PACKAGING, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="entry_point_removed")
def entry_point_added(pair: ReleasePair) -> Iterator[Fact]:
    old, new = entry_points(pair)
    for name in sorted(new.keys() - old.keys()):
        yield Fact(
            subject=PACKAGE,
            message=f"There is an entry point `{name}`.",
            part=name,
            after=f"{name} = {new[name]}",
            example="" if ": " in name else f"# in a shell: {name} --help",
            files=dist_info_files(pair, "entry_points.txt"),
        )
