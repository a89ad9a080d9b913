"""Stubs of a new rule of upgrades: `tox -e new-rule -- <subject>.<id> <tier>`. What is left to write says so."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.settings import TIERS
from tests.stubs import insist_on_id

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

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule


@rule(tier=Tier.{tier}, impact=Impact.RISKY)
def {id}(pair: ReleasePair) -> Iterator[Fact]:
    yield Fact(subject="TELL", message=f"TELL: {{pair.old.label}}.")
'''
CASE = '''"""TELL: what the old release declares."""  # only old
"""TELL: what the new release declares, which the rule reports."""  # only new
"""TELL: something similar that the rule does not report."""  # only near
'''


def add_rule(name: str, tier: str, root: Path = ROOT) -> list[Path]:
    """Write the stubs and the one line; return the files. Raises ValueError for a bad id, subject or tier."""
    subject, _, identity = name.partition(".")
    insist_on_id(identity, "rule", "parameter_removed")
    rules = root / "conformance" / "upgrade" / "rules"
    subjects = sorted(file.parent.name for file in rules.glob("*/__init__.py"))
    if subject not in subjects:
        raise ValueError(f"there is no subject {subject!r}; there are: {', '.join(subjects)}")
    if tier not in TIERS:
        raise ValueError(f"there is no tier {tier!r}; there are: {', '.join(TIERS)}")
    folder = root / "tests" / "upgrade" / "rules" / identity
    files = {rules / subject / f"{identity}.py": RULE.format(id=identity, tier=tier.upper())}
    files |= {
        folder / "case.py": CASE,
        folder / "expected.json": "[]\n",
        root / "changes" / f"{identity}.rule.md": "TELL: one sentence for users.\n",
    }
    folder.mkdir(parents=True)
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    listed = rules / "__init__.py"
    section = f"    # {tier}\n"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace(section, f'{section}    "{name}",\n', 1), encoding="utf-8")
    return [*files, listed]


if __name__ == "__main__":
    for written in add_rule(sys.argv[1], sys.argv[2]):
        print(written.relative_to(ROOT))
