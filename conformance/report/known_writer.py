"""Writes and shortens lists of known findings. Comments and the order of entries stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from conformance.errors import TargetError
from conformance.finding import PACKAGE, Finding, Stale
from conformance.text import in_line


def with_findings(
    text: str, findings: Iterable[Finding], *, reason: str, expires: date | None, file: str
) -> tuple[str, int]:
    """The list with an entry for each check whose findings it does not have yet, and how many findings were added.

    `text` is the list so far, "" for a new one. Raises TargetError where it is no TOML.
    """
    document = _parse(text, file)
    listed = {name for entry in document.get("known", []) for name in _ids(entry)}
    shown: dict[tuple[str, str], list[tuple[str, ...]]] = {}  # operations by check and place
    for finding in findings:
        operations = _patterns(finding)
        if finding.id not in listed or operations:  # a shared cause may be known at other operations
            shown.setdefault((finding.check, finding.id.removeprefix(f"{finding.check}: ")), []).append(operations)
    added: dict[tuple[str, tuple[str, ...]], list[str]] = {}  # places by check and operations
    for (check, place), every in shown.items():
        operations = tuple(dict.fromkeys(name for names in every for name in names)) if all(every) else ()
        added.setdefault((check, operations), []).append(place)
    entries = document.setdefault("known", tomlkit.aot())
    for (check, operations), places in added.items():
        entry = tomlkit.table()
        entry["check"] = check
        entry["where"] = _list(places)
        if operations:
            entry["operations"] = _list(operations)
        entry["reason"] = reason
        if expires is not None:
            entry["expires"] = expires
        entries.append(entry)
    return tomlkit.dumps(document), sum(map(len, added.values()))


def _patterns(finding: Finding) -> tuple[str, ...]:
    """The operations at which a shared cause shows, as entries name them; () for any other finding."""
    if finding.operation == PACKAGE or not finding.shared:
        return ()
    return tuple(
        f"{occurrence.operation} [{occurrence.part}]" if occurrence.part else occurrence.operation
        for occurrence in finding.occurrences
    )


def _list(texts: Iterable[str]) -> Any:
    array = tomlkit.array()
    array.extend(texts)
    return array.multiline(True)


def without_stale(text: str, stale: Collection[Stale], *, file: str) -> tuple[str, tuple[str, ...]]:
    """The list without what no longer occurs, and what was removed.

    An entry that expects nothing else is removed with the comment directly above it. Operations that do not show a
    finding of a shared cause are added to what its entry leaves out (`all_but`). Raises TargetError where the text is
    no TOML.
    """
    _parse(text, file)
    wanted = {entry.finding for entry in stale if not entry.operations}
    partly = {(entry.finding, entry.reason): entry.operations for entry in stale if entry.operations}
    removed: list[str] = []
    kept: list[str] = []
    for chunk in _chunks(text):
        document = _parse(chunk, file)
        entries = document.get("known", [])
        gone = [name for entry in entries for name in _ids(entry) if name in wanted]
        removed += gone
        excluded = [name for entry in entries for name in _exclude(entry, partly)]
        removed += excluded
        if gone and all(name in wanted for entry in entries for name in _ids(entry)):
            continue
        for entry in entries if gone else ():
            for place in list(entry["where"]):
                if f"{entry['check']}: {place}" in wanted:
                    entry["where"].remove(place)
        kept.append(tomlkit.dumps(document) if gone or excluded else chunk)
    return "".join(kept), tuple(map(in_line, removed))


def _exclude(entry: Any, partly: Mapping[tuple[str, str], Sequence[str]]) -> list[str]:
    """Leave out the operations that do not show an entry's finding; the names of what is left out."""
    names = [(name, partly.get((name, str(entry.get("reason", "")).strip()), ())) for name in _ids(entry)]
    operations = {operation for _, found in names for operation in found}
    if operations:
        entry["all_but"] = _list([*entry.get("all_but", []), *sorted(operations)])
    return [f"{name} at {operation}" for name, found in names for operation in found]


def _chunks(text: str) -> list[str]:
    """The text before the first entry, and each entry with the comment directly above it."""
    lines = text.splitlines(keepends=True)
    starts = []
    for number, line in enumerate(lines):
        if line.strip().replace(" ", "") == "[[known]]":
            start = number
            while start > 0 and lines[start - 1].startswith("#"):
                start -= 1
            starts.append(start)
    ends = [*starts, len(lines)]
    chunks = ["".join(lines[: ends[0]]), *("".join(lines[start:end]) for start, end in pairwise(ends))]
    return [chunk for chunk in chunks if chunk]


def _ids(entry: Any) -> list[str]:
    return [f"{entry.get('check')}: {place}" for place in entry.get("where", [])]


def _parse(text: str, file: str) -> Any:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
