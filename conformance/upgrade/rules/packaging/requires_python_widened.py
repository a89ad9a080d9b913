"""The distribution supports another version of Python.

Why it matters
    You can move to that version of Python.

Before
    `Requires-Python: >=3.9,<3.14`

After
    `Requires-Python: >=3.9,<4`

What to do
    Nothing.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, distributions
from conformance.upgrade.rules.packaging.facts.specifiers import relation, render_pythons, render_specifier


@rule(tier=Tier.PACKAGING, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="requires_python_narrowed")
def requires_python_widened(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    if both is None:
        return
    old, new = (side.requires_python for side in both)
    if relation(old, new) in {"wider", "other"}:
        gained = render_pythons(new, old)
        yield Fact(
            subject=PACKAGE,
            message=f"The new release also supports {gained or 'more versions of Python'}.",
            before=f"Python {render_specifier(old)}",
            after=f"Python {render_specifier(new)}",
            files=dist_info_files(pair, "METADATA"),
        )
