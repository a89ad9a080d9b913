"""What stubs of checks and of rules have in common: their names, their files, and their line in a list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def insist_on_id(identity: str, kind: str, example: str) -> None:
    """Raise ValueError for a name that cannot be one."""
    if not identity.isidentifier() or not identity.islower():
        raise ValueError(f"{identity!r} is no {kind}'s id: lower case words with underscores, such as {example}")


def write_stubs(
    identity: str, section: str, files: Mapping[Path, str], root: Path, package: str, registry: str
) -> list[Path]:
    """Write the files, and a line in the section of a list; what was written.

    `registry` is the line of the list above which its imports stand. Their folders have to be there.
    """
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    listed = root / package.replace(".", "/") / "__init__.py"
    head, found, tail = listed.read_text(encoding="utf-8").partition(f"{registry}\n")
    line = f"from {package}.{identity} import {identity}\n"
    listed.write_text(head + line + found + tail.replace(f"    # {section}\n", f"    # {section}\n    {identity},\n"))
    return [*files, listed]
