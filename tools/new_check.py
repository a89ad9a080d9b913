"""Writes the first version of a check: `tox -e new-check -- <id> <family>`. TODO marks the parts to fill in."""

from __future__ import annotations

import sys
from pathlib import Path

from conformance.checks.check import FAMILIES
from tools.scaffold import check_id

ROOT = Path(__file__).parent.parent
LIST = "IDS: Final = (\n"
SUBJECTS = {"parity": "CallGroup", "contract": "DeclaredOperation", "spec": "DeclaredOperation"}  # of others: Exchange
CHECK = '''"""TODO: the fact that is found, in one sentence.

Why it matters
    TODO: what a caller of the SDK loses.

Conforming
    TODO

Violating
    TODO
"""

from __future__ import annotations

from conformance.checks.prelude import {names}, check


@check(
    family="{family}",
    judges={subject},
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="TODO",
)
def {id}(subject: {subject}) -> Facts:
    for part in _parts(subject):
        yield Fact(message="TODO", part=part)


def _parts(_: {subject}) -> tuple[str, ...]:
    """TODO: the parts of the operation where the two sources differ."""
    return ()
'''
CASE = '''"""TODO."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
{expect}

def alter(sdk: Any) -> None:
    """{what}"""
'''


def add_check(identity: str, family: str, root: Path = ROOT) -> list[Path]:
    """Write the files and the line in the list of ids; return the files. Raises ValueError for a bad id or family."""
    check_id(identity, "check", "argument_not_sent")
    if family not in FAMILIES:
        raise ValueError(f"{family!r} is not a family of checks; the families are {', '.join(FAMILIES)}")
    subject = SUBJECTS.get(family, "Exchange")
    names = ", ".join(sorted(["Fact", "Facts", "Severity", "Source", subject]))
    checks, folder = root / "conformance" / "checks", root / "tests" / "checks" / identity
    files = {
        checks / f"{identity}.py": CHECK.format(id=identity, family=family, subject=subject, names=names),
        folder / "violating.py": CASE.format(
            expect=f'EXPECT = {{"{identity}: projects.get"}}\n', what="TODO: break one thing."
        ),
        folder / "conforming.py": CASE.format(expect="", what="TODO: change something in an unusual and correct way."),
        root / "changes" / f"+{identity}.check.md": "TODO: one sentence for users.\n",
    }
    folder.mkdir(parents=True)
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    listed = checks / "__init__.py"
    listed.write_text(_with_id(listed.read_text(encoding="utf-8"), identity), encoding="utf-8")
    return [*files, listed]


def _with_id(text: str, identity: str) -> str:
    """The text of the registry, with one more id in its sorted list."""
    start = text.index(LIST) + len(LIST)
    end = text.index(")\n", start)
    lines = sorted([*text[start:end].splitlines(), f'    "{identity}",'])
    return text[:start] + "\n".join(lines) + "\n" + text[end:]


if __name__ == "__main__":
    for file in add_check(sys.argv[1], sys.argv[2]):
        print(file.relative_to(ROOT))
