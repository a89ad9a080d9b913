"""The package has an additional file that is no source.

Why it matters
    It is installed along with the sources, and can be read as a resource.

Before
    `label_interface/examples.json` does not exist

After
    `label_interface/examples.json`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.files.facts.data_files import is_prose, one_sided_files


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="data_file_removed")
def data_file_added(pair: ReleasePair) -> Iterator[Fact]:
    for subject, name in one_sided_files(pair, new=True):
        words = Impact.DOCUMENTATION if is_prose(name) else Impact.COMPATIBLE
        yield Fact(subject=subject, message=f"The file `{subject}` is new.", after=name, files=(name,), impact=words)
