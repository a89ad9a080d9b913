"""The code runs on the oldest Python that its metadata allows; the old release needed a newer one.

Why it matters
    Existing code is not affected: where the old release could be used, the new one can be used, too.

Before
    `Requires-Python: >=3.9` and `def read(source: bytes | None)`, which Python 3.9 evaluates at import

After
    `Requires-Python: >=3.10`

What to do
    Nothing.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files
from conformance.upgrade.rules.packaging.facts.python_needs import need_files, one_sided_needs


@rule(tier=Tier.PACKAGING, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="newer_python_needed")
def newer_python_no_longer_needed(pair: ReleasePair) -> Iterator[Fact]:
    for need in one_sided_needs(pair, new=False):
        yield Fact(
            subject=PACKAGE,
            part=need.feature,
            message=f"No {need.feature} need a newer Python than the metadata allows.",
            before=f"needs Python {need.needs}; the metadata allows {need.oldest}",
            files=(*need_files(need), *dist_info_files(pair, "METADATA")),
        )
