"""Writes the first version of an upgrade rule: `tox -e new-rule -- <subject>.<id> <tier>`.

TODO marks the parts to fill in.
"""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.settings import TIERS
from tools.scaffold import check_id

ROOT = Path(__file__).parent.parent
RULE = '''"""TODO: the fact that differs, in one sentence.

Why it matters
    TODO: what happens to code that was written for the old release.

Before
    TODO

After
    TODO

What to do
    TODO
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule


@rule(tier=Tier.{tier}, impact=Impact.RISKY)
def {id}(pair: ReleasePair) -> Iterator[Fact]:
    for subject in _subjects(pair):
        yield Fact(subject=subject, message="TODO.")


def _subjects(_: ReleasePair) -> tuple[str, ...]:
    """TODO: what differs between the old and the new release."""
    return ()
'''
CASE = '''"""TODO: what the old release declares."""  # only old
"""TODO: what the new release declares, which the rule reports."""  # only new
"""TODO: something similar that the rule does not report."""  # only near
'''


def add_rule(name: str, tier: str, root: Path = ROOT) -> list[Path]:
    """Write the files and the line in the list of ids; return the files. Raises ValueError for a bad name or tier."""
    subject, _, identity = name.partition(".")
    check_id(identity, "rule", "parameter_removed")
    rules = root / "conformance" / "upgrade" / "rules"
    subjects = sorted(file.parent.name for file in rules.glob("*/__init__.py"))
    if subject not in subjects:
        raise ValueError(f"unknown subject {subject!r}; the subjects are: {', '.join(subjects)}")
    if tier not in TIERS:
        raise ValueError(f"unknown tier {tier!r}; the tiers are: {', '.join(TIERS)}")
    folder = root / "tests" / "upgrade" / "rules" / identity
    files = {rules / subject / f"{identity}.py": RULE.format(id=identity, tier=tier.upper())}
    files |= {
        folder / "case.py": CASE,
        folder / "expected.json": "[]\n",
        root / "changes" / f"+{identity}.rule.md": "TODO: one sentence for users.\n",
    }
    folder.mkdir(parents=True)
    for path, content in files.items():
        path.write_text(content, encoding="utf-8")
    listed = rules / "__init__.py"
    section = f"    # {tier}\n"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace(section, f'{section}    "{name}",\n', 1), encoding="utf-8")
    return [*files, listed]


if __name__ == "__main__":
    for file in add_rule(sys.argv[1], sys.argv[2]):
        print(file.relative_to(ROOT))
