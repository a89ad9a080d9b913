"""Stubs of a new rule of upgrades: `tox -e new-rule -- <id> <tier>`. What is left to write says so."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.config import TIERS
from tests.stubs import insist_on_id, write_stubs

ROOT = Path(__file__).parent.parent
RULE = '''"""TELL: the fact that differs, in one sentence.

Why it matters
    TELL: what happens to code that was written for the old release.

Before
    TELL

After
    TELL

What to do
    TELL
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Tier
from conformance.upgrade.pair import Pair
from conformance.upgrade.rule import Fact, rule


@rule(tier=Tier.{tier}, impact=Impact.RISKY)
def {id}(pair: Pair) -> Iterator[Fact]:
    yield Fact("TELL", f"TELL: {{pair.old.label}}.")
'''
SIDE = '''"""TELL: books of the {side} release."""
'''


def add_rule(identity: str, tier: str, root: Path = ROOT) -> list[Path]:
    """Write the stubs and the one line; the files written. Raises ValueError for a name or a tier that cannot be."""
    insist_on_id(identity, "rule", "parameter_removed")
    if tier not in TIERS:
        raise ValueError(f"there is no tier {tier!r}; there are: {', '.join(TIERS)}")
    folder = root / "tests" / "upgrade" / identity
    files = {root / "conformance" / "upgrade" / "rules" / f"{identity}.py": RULE.format(id=identity, tier=tier.upper())}
    files |= {folder / f"{side}.py": SIDE.format(side=side) for side in ("old", "new", "near")}
    files |= {
        folder / "expected.json": "[]\n",
        root / "changes" / f"{identity}.rule.md": "TELL: one sentence for users.\n",
    }
    folder.mkdir(parents=True)
    return write_stubs(
        identity, tier, files, root, "conformance.upgrade.rules", "from conformance.upgrade.rule import Rule"
    )


if __name__ == "__main__":
    for written in add_rule(sys.argv[1], sys.argv[2]):
        print(written.relative_to(ROOT))
