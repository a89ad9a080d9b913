"""The wheel's list of files differs, or another file that the build tool writes next to it.

Why it matters
    It does not matter: RECORD holds a digest of each file, so it differs whenever a file does.

Before
    `acme_sdk/client.py,sha256=Zm9v,120`

After
    `acme_sdk/client.py,sha256=YmFy,131`

What to do
    Nothing.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.changed_files import line_counts
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import changed_dist_info, changed_licences, dist_info_files

_COVERED_BY_OTHER_RULES = frozenset({"METADATA", "WHEEL", "entry_points.txt"})


@rule(tier=Tier.FILES, impact=Impact.DOCUMENTATION, level=Level.NONE)
def record_changed(pair: ReleasePair) -> Iterator[Fact]:
    others = _COVERED_BY_OTHER_RULES | changed_licences(pair).keys()
    for name, old, new in changed_dist_info(pair):
        if name not in others:
            added, removed = line_counts(old or b"", new or b"")
            yield Fact(
                subject=PACKAGE,
                message=f"`{name}` differs (+{added} -{removed} lines).",
                part=name,
                files=dist_info_files(pair, name),
            )
