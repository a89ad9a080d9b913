"""The licence of the distribution differs.

Why it matters
    No program notices, but whoever ships the SDK must: a person has to read the terms.

Before
    `License-Expression: Apache-2.0`

After
    `License-Expression: AGPL-3.0-only`

What to do
    Read the new terms before you upgrade.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.changed_files import line_counts
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import (
    LICENCE_FIELDS,
    changed_licences,
    dist_info_files,
    distributions,
)

_READ = "Read the new terms before you upgrade."


@rule(tier=Tier.PACKAGING, impact=Impact.RISKY, level=Level.NONE)
def license_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from _fields(pair)
    for name, (old, new) in changed_licences(pair).items():
        added, removed = line_counts(old or b"", new or b"")
        yield Fact(
            subject=PACKAGE,
            message=f"The terms in `{name}` differ (+{added} -{removed} lines).",
            part=name,
            migration=_READ,
            files=dist_info_files(pair, name),
        )


def _fields(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    for name in sorted(LICENCE_FIELDS) if both is not None else ():
        before, after = (side.fields.get(name, "") for side in both or ())
        if before != after:
            yield Fact(
                subject=PACKAGE,
                message=f"{name} differs.",
                part=name,
                before=before,
                after=after,
                migration=_READ,
                files=dist_info_files(pair, "METADATA"),
            )
