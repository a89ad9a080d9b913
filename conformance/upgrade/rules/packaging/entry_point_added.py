"""The distribution installs a new command, or a new entry point of another group.

Why it matters
    You can run it in a shell, or the program that reads the group finds it. It may hide a command of the same name from
    another package.

Before
    (no such line)

After
    `label-studio-sdk=label_studio_sdk._extensions.cli.main:main` in `[console_scripts]`

What to do
    Nothing. Try the command.
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
            message=f"The entry point `{name}` is new.",
            part=name,
            after=f"{name} = {new[name]}",
            example="" if ": " in name else f"# in a shell: {name} --help",
            files=dist_info_files(pair, "entry_points.txt"),
        )
