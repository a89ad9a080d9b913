"""The table of files that differ between two distributions, and the changes that explain each of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from conformance.change import Change, FileRow
from conformance.targets.contents import Contents

_MOVED = re.compile(r"\{(?P<old>.*) → (?P<new>.*)\}")


def changed_file_rows(old: Contents, new: Contents) -> tuple[FileRow, ...]:
    """The rows of the files that differ, by name, then those of unchanged metadata files. Empty where nothing differs.

    Where one side has no metadata (a directory may have none), the metadata files of the other side are left out.
    """
    both = _file_pairs(old, new)
    every = [_file_row(path, *both[path]) for path in sorted(both)]
    if all(row.state == "same" for row in every):
        return ()
    changed = [row for row in every if row.state != "same"]
    return (*changed, *(row for row in every if row.state == "same" and ".dist-info" in row.path))


def explain_rows(table: Iterable[FileRow], changes: Iterable[Change]) -> tuple[FileRow, ...]:
    """The rows with the ids of the changes that name their file, in the order of the changes."""
    by_file: dict[str, dict[str, None]] = {}
    for change in changes:
        for file in change.files:
            by_file.setdefault(file, {})[change.id] = None
    return tuple(
        replace(
            row, explained_by=tuple(dict.fromkeys(id_ for name in archive_paths(row) for id_ in by_file.get(name, ())))
        )
        for row in table
    )


def archive_paths(row: FileRow) -> tuple[str, ...]:
    """The names of a row's file in the wheels: one, or three where the name of its folder carries the version."""
    moved = _MOVED.search(row.path)
    if moved is None:
        return (row.path,)
    return (row.path, _MOVED.sub(moved["old"], row.path), _MOVED.sub(moved["new"], row.path))


def line_counts(old: bytes, new: bytes) -> tuple[int, int]:
    """The numbers of lines that a minimal diff adds and removes. A missing final newline makes a line differ."""
    before, after = _differing_core(_lines(old), _lines(new))
    common = _common_length(*_shared_lines(before, after))
    return len(after) - common, len(before) - common


def _file_pairs(old: Contents, new: Contents) -> dict[str, tuple[bytes | None, bytes | None]]:
    about = (old.dist_info, new.dist_info)
    before, after = dict(_named_contents(old, about)), dict(_named_contents(new, about))
    return {path: (before.get(path), after.get(path)) for path in before.keys() | after.keys()}


def _named_contents(contents: Contents, about: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
    own = contents.dist_info
    folder = about[0] if about[0] == about[1] else f"{{{about[0]} → {about[1]}}}"
    for name, data in contents.files.items():
        if not own or not name.startswith(f"{own}/"):
            yield name, data
        elif all(about):
            yield folder + name.removeprefix(own), data


def _file_row(path: str, old: bytes | None, new: bytes | None) -> FileRow:
    if old == new:
        return FileRow(path=path, added=0, removed=0, state="same")
    state: Literal["added", "removed", "changed"] = "added" if old is None else "removed" if new is None else "changed"
    added, removed = line_counts(old or b"", new or b"")
    return FileRow(path=path, added=added, removed=removed, state=state)


def _lines(data: bytes) -> list[bytes]:
    return io.BytesIO(data).readlines()  # splits at \n only; bytes.splitlines splits at other characters, too


def _differing_core(old: list[bytes], new: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The lines between the common beginning and the common end."""
    shortest = min(len(old), len(new))
    start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    rest = shortest - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return old[start : len(old) - end], new[start : len(new) - end]


def _shared_lines(old: list[bytes], new: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    in_both = set(old) & set(new)
    return [line for line in old if line in in_both], [line for line in new if line in in_both]


def _common_length(old: list[bytes], new: list[bytes]) -> int:
    """The length of the longest common subsequence, computed with one bit per table cell (Hyyrö 2004)."""
    places: dict[bytes, int] = {}
    for at, line in enumerate(old):
        places[line] = places.get(line, 0) | 1 << at
    every = (1 << len(old)) - 1
    row = every  # a zero bit wherever the subsequence grows
    for line in new:
        match = row & places[line]
        row = ((row + match) | (row - match)) & every
    return len(old) - row.bit_count()
