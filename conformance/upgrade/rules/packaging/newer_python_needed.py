"""The code needs a newer Python than the oldest one that its metadata allows; the old release did not.

Why it matters
    On the oldest versions of Python, installers still offer the release. There the import fails, or a call does.

Before
    `Requires-Python: >=3.9` and `def read(source: Optional[bytes])`

After
    `Requires-Python: >=3.9` and `def read(source: bytes | None)`, which Python 3.9 evaluates at import

What to do
    Use a Python that has the feature, or stay on the old release.
"""

from conformance.finding import PACKAGE
from conformance.text import counted
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.python_needs import need_files, one_sided_needs


@rule(tier=Tier.PACKAGING, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="newer_python_no_longer_needed")
def newer_python_needed(pair: ReleasePair) -> Iterator[Fact]:
    for need in one_sided_needs(pair, new=True):
        yield Fact(
            subject=PACKAGE,
            part=need.feature,
            message=f"The metadata allows Python {need.oldest}, and the code does not run there: {need.feature} need "
            f"Python {need.needs} ({counted(need.count, 'place')}: {', '.join(need.places)}).",
            before=f"runs on Python {need.oldest}",
            after=f"needs Python {need.needs}",
            migration=f"Use Python {need.needs} or newer, or stay on the old release.",
            files=need_files(need),
        )
