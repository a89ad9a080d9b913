"""A version of Python that the old release supported is no longer supported.

Why it matters
    On that version of Python, installers keep the old release without a message, or reject the pin.

Before
    `Requires-Python: >=3.9,<4`

After
    `Requires-Python: >=3.10,<4`

What to do
    Move to a supported version of Python first, or stay on the old release.
"""

from conformance.finding import PACKAGE
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.packaging.facts.distribution import dist_info_files, distributions
from conformance.upgrade.rules.packaging.facts.specifiers import relation, render_pythons, render_specifier


@rule(tier=Tier.PACKAGING, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="requires_python_widened")
def requires_python_narrowed(pair: ReleasePair) -> Iterator[Fact]:
    both = distributions(pair)
    if both is None:
        return
    old, new = (side.requires_python for side in both)
    if relation(old, new) in {"narrower", "other"}:
        lost = render_pythons(old, new)
        yield Fact(
            subject=PACKAGE,
            message=f"The new release no longer supports {lost or 'some versions of Python'}.",
            before=f"Python {render_specifier(old)}",
            after=f"Python {render_specifier(new)}",
            migration=f"Move to Python {render_specifier(new)} before you upgrade.",
            files=dist_info_files(pair, "METADATA"),
        )
