"""A command, or an entry point of another group, calls another function.

Why it matters
    The command still exists, but another function implements it.

Before
    `label-studio-sdk=label_studio_sdk.cli:main` in `[console_scripts]`

After
    `label-studio-sdk=label_studio_sdk._extensions.cli.main:main` in `[console_scripts]`

What to do
    Check that the command still accepts the options that your scripts pass.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, entry_points


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.RUNTIME)
def entry_point_changed(pair: ReleasePair) -> Iterator[Fact]:
    old, new = entry_points(pair)
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            yield Fact(
                subject=PACKAGE,
                message=f"The entry point `{name}` calls another function.",
                part=name,
                before=f"{name} = {old[name]}",
                after=f"{name} = {new[name]}",
                migration="Check that it still accepts the options that you pass.",
                files=dist_info_files(pair, "entry_points.txt"),
            )
