"""Shelf: the folder of cassettes, `<target>/<server version>/<operation>.<format>`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conformance.errors import CassetteUnreadable, UsageError
from conformance.exchange.cassette import Interaction
from conformance.exchange.formats import FORMATS


def recordings(folder: Path, target: str, *, required: bool) -> Mapping[str, tuple[Interaction, ...]]:
    """Every recorded interaction of a target, by operation, in the order of server versions and lines.

    Generated interactions are left out. Raises UsageError: the folder is `required` and does not exist or holds
    none, or a file cannot be read; CassetteUnreadable: it is not what its format promises.
    """
    if required and not folder.is_dir():
        raise UsageError(f"--cassettes {folder}: there is no such folder.\n  Name one that holds <target>/<server>/.")
    found: dict[str, list[Interaction]] = {}
    for file in sorted(each for each in (folder / target).glob("*/*") if each.suffix in FORMATS):
        for interaction in _read(file):
            if interaction.provenance.kind == "recorded":
                found.setdefault(interaction.operation, []).append(interaction)
    if required and not found:
        there = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
        raise UsageError(
            f"--cassettes {folder}: it holds no recording of {target}.\n"
            f"  Expected: {target}/<server version>/<operation>{next(iter(FORMATS))}; "
            f"found: {', '.join(there[:4]) or 'nothing'}{', ...' if len(there) > 4 else ''}."
        )
    return {operation: tuple(found[operation]) for operation in sorted(found)}


def _read(file: Path) -> list[Interaction]:
    try:
        return FORMATS[file.suffix].read(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError as error:
        raise CassetteUnreadable(f"{file}: not UTF-8: {error}\n  Next: record the cassette again.") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error}") from None
