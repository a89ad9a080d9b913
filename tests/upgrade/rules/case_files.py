"""Cases of rules: one file that holds three releases.

A line that ends in `# only <sides>` belongs to those sides, for example `# only new` or `# only old near`; any other
line belongs to all three: `old` and `new` differ in what the rule reports, `old` and `near` do not. A file without a
line of a side is no part of that side.

A case is `case.py`, which is the module `books/client.py` of the faux SDK, or the folder `case`, whose files take the
place of those of the package.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal, get_args

Release = Literal["old", "new", "near"]
SIDES: Final[tuple[Release, ...]] = get_args(Release)
BOOKS: Final = "books/client.py"
_MARKED: Final = re.compile(r"(?P<text>.*?) *# only (?P<sides>.*)")


def read_side(folder: Path, side: Release) -> dict[str, bytes]:
    """The files of one side of the case in a folder, named as in the package. Raises ValueError for a bad marker."""
    if not (folder / "case").is_dir():
        return {BOOKS: _read(folder / "case.py", side) or b""}
    files = {path: _read(path, side) for path in sorted((folder / "case").rglob("*")) if path.is_file()}
    return {path.relative_to(folder / "case").as_posix(): data for path, data in files.items() if data is not None}


def select(text: str, side: Release) -> str | None:
    """The lines of one side, without their markers; None where all lines are of other sides."""
    lines = text.splitlines(keepends=True)
    selected = [line for number, line in enumerate(lines, 1) for line in _line(line, side, number)]
    return "".join(selected) if selected or not lines else None


def _line(line: str, side: Release, number: int) -> list[str]:
    """The line if it is one of the side."""
    marked = _MARKED.fullmatch(line.rstrip("\n"))
    if marked is None:
        return [line]
    sides = marked["sides"].split()
    if not sides or set(sides) - set(SIDES):
        raise ValueError(f"line {number}: `# only {marked['sides']}`: expected some of {', '.join(SIDES)}")
    return [f"{marked['text']}\n"] if side in sides else []


def _read(path: Path, side: Release) -> bytes | None:
    try:
        text = select(path.read_text(encoding="utf-8"), side)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    return None if text is None else text.encode()
