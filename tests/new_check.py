"""Stubs of a new check: `tox -e new-check -- <id> <family>`. What is left to write says so."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.stubs import insist_on_id, write_stubs

ROOT = Path(__file__).parent.parent
CHECK = '''"""TELL: the fact that is found, in one sentence.

Why it matters
    TELL: what a caller of the SDK loses.

Conforming
    TELL

Violating
    TELL
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="{family}",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="TELL",
)
def {id}(exchange: Exchange) -> Iterator[Fact]:
    yield Fact("TELL", exchange=exchange)
'''
CASE = '''"""TELL."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
{expect}ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    """Break one thing."""
'''


def add_check(identity: str, family: str, root: Path = ROOT) -> list[Path]:
    """Write the stubs and the one line; the files written. Raises ValueError for a name that cannot be one."""
    insist_on_id(identity, "check", "argument_not_sent")
    folder = root / "tests" / "checks" / identity
    files = {
        root / "conformance" / "checks" / f"{identity}.py": CHECK.format(id=identity, family=family),
        folder / "violating.py": CASE.format(expect=f'EXPECT = {{"{identity}: projects.get"}}\n'),
        folder / "conforming.py": CASE.format(expect=""),
        root / "changes" / f"{identity}.check.md": "TELL: one sentence for users.\n",
    }
    folder.mkdir(parents=True)
    return write_stubs(
        identity, family, files, root, "conformance.checks", "from conformance.checks.check import Check"
    )


if __name__ == "__main__":
    for written in add_check(sys.argv[1], sys.argv[2]):
        print(written.relative_to(ROOT))
