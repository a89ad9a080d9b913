"""The package has a new file that is not source code.

Why it matters
    It is installed with the package and can be read as a resource.

Before
    `label_interface/examples.json` does not exist

After
    `label_interface/examples.json`

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.files.facts.data_files import is_prose, one_sided_files


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="data_file_removed")
def data_file_added(pair: ReleasePair) -> Iterator[Fact]:
    for subject, name in one_sided_files(pair, new=True):
        impact = Impact.DOCUMENTATION if is_prose(name) else Impact.COMPATIBLE
        yield Fact(subject=subject, message=f"The file `{subject}` is new.", after=name, files=(name,), impact=impact)
