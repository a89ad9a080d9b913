"""Shelf: the folder of cassettes, `<target>/<server version>/<operation>.<format>`.

A file holds what all SDK releases got, sorted by release, case and step. It is replaced as a whole or not at all:
whatever ends a recording, every file on the shelf can be read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.body_files import enclose, fetch, put
from conformance.cassettes.formats import FORMATS, jsonl
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable, EnvironmentFailed, UsageError
from conformance.targets.cache import cache_key, cache_root, file_lock

SUFFIX: Final = ".jsonl"
_RELEASE: Final = re.compile(r"v?(?P<numbers>\d+(?:\.\d+)*)(?P<rest>.*)")
_EARLY: Final = re.compile(r"[-._]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-._]?\d*")
FRESH: Final = dt.timedelta(days=30)  # a recording that is younger is not dated anew where nothing changed


def recordings(folder: Path, target: str, *, required: bool) -> Mapping[str, tuple[Interaction, ...]]:
    """Every recorded interaction of a target, by operation, in the order of server versions and lines.

    Generated interactions are left out. Raises UsageError: the folder is `required` and does not exist or holds
    none, or a file cannot be read; CassetteUnreadable: it is not what its format expectations.
    """
    if required and not folder.is_dir():
        raise UsageError(f"--cassettes {folder}: there is no such folder.\n  Name one that holds <target>/<server>/.")
    found: dict[str, list[Interaction]] = {}
    for file in cassettes(folder, target):
        for interaction in load(file):
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


def sources(recorded: Mapping[str, Sequence[Interaction]]) -> dict[str, list[str]]:
    """What there are recordings of, and which servers and SDK releases they were made with."""
    provenances = [each.provenance for interactions in recorded.values() for each in interactions]
    return {
        "operations": sorted(recorded),
        "servers": sorted({each.server for each in provenances}, key=release_order),
        "releases": sorted({each.sdk for each in provenances}, key=release_order),
    }


def cassettes(folder: Path, target: str) -> list[Path]:
    """The files of a target, by server version and name. What a recording has not finished is none of them."""
    files = (each for each in (folder / target).glob("*/*") if each.suffix in FORMATS and each.name[0] != ".")
    return sorted(files, key=lambda each: (release_order(each.parent.name), each.name))


def load(file: Path) -> list[Interaction]:
    """What a file holds, in its order. Raises UsageError: it cannot be read; CassetteUnreadable: it is broken."""
    return _loaded(file, Path.read_bytes)


def first(file: Path) -> list[Interaction]:
    """The first of what `load` gives, [] where there is none, without reading the rest where a line is enough."""
    return _loaded(file, _first_line if file.suffix == SUFFIX else Path.read_bytes)[:1]


def _first_line(file: Path) -> bytes:
    with file.open("rb") as lines:
        return next((line for line in lines if line != b"\n"), b"")


def _loaded(file: Path, read: Callable[[Path], bytes]) -> list[Interaction]:
    try:
        # not in text mode: that would give other line ends than those that were written
        text = read(file).decode()
        if file.suffix == SUFFIX:
            return jsonl.read(text, file.name, lambda name: fetch(file.parent, name))
        return FORMATS[file.suffix].read(text, file.name)
    except UnicodeDecodeError as error:
        raise CassetteUnreadable(f"{file}: not UTF-8: {error}\n  Next: record the cassette again.") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error}") from None


def age(interaction: Interaction, today: dt.date) -> int:
    """How many days ago the interaction was recorded; 0 where its day is not known, or to come."""
    try:
        recorded = dt.date.fromisoformat(interaction.provenance.date)
    except ValueError:
        return 0
    return max((today - recorded).days, 0)


def write(folder: Path, target: str, server: str, operation: str, interactions: Sequence[Interaction]) -> Path:
    """Put what was recorded of an operation into its file, and return the file.

    It takes the place of what the same SDK releases got before in the same way (recorded or generated); what other
    releases got stays. Where nothing but the day changed and the recording before is `FRESH`, its day stays, so that
    recording twice changes no byte. Raises CassetteUnreadable: the file that is there is broken; EnvironmentFailed:
    it cannot be written.
    """
    place = place_of(folder, target, server)
    file = place / f"{_name(operation)}{SUFFIX}"
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
        with alone(place):
            there = load(file) if file.exists() else []
            text = jsonl.write(_merged(there, interactions), lambda content: enclose(place, content))
            if not file.exists() or file.read_bytes() != text.encode():
                put(file, text.encode())
    return file


def place_of(folder: Path, target: str, server: str) -> Path:
    """The folder of a server release. Raises UsageError: a name that no folder can have."""
    return folder / _name(target) / _name(server)


@contextmanager
def alone(place: Path, progress: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold a place, as one process does at a time. The lock lies in the cache folder: a shelf holds cassettes alone."""
    locks = cache_root() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with file_lock(locks / cache_key(str(place.absolute())), progress):
        yield


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Tell the user where writing failed, as EnvironmentFailed."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFailed(
            f"{place}: cannot be written: {error}\n  Next: free or permit that folder, or name another one."
        ) from error


def _merged(there: Sequence[Interaction], new: Sequence[Interaction]) -> list[Interaction]:
    renewed = {(each.provenance.kind, each.provenance.sdk) for each in new}
    before = {_identity(each): each for each in there}
    kept = [each for each in there if (each.provenance.kind, each.provenance.sdk) not in renewed]
    return sorted([*kept, *(_dated(each, before.get(_identity(each))) for each in new)], key=_order)


def _dated(new: Interaction, old: Interaction | None) -> Interaction:
    """The new one with the old one's day, where that is all that differs and the old one is fresh."""
    if old is None or replace(new, provenance=old.provenance) != old:
        return new
    if replace(new.provenance, date=old.provenance.date) != old.provenance:
        return new
    try:
        days = dt.date.fromisoformat(new.provenance.date) - dt.date.fromisoformat(old.provenance.date)
    except ValueError:
        return new
    return old if dt.timedelta() <= days <= FRESH else new


def _identity(interaction: Interaction) -> tuple[Any, ...]:
    return interaction.provenance.kind, interaction.provenance.sdk, interaction.case, interaction.step


def _order(interaction: Interaction) -> tuple[Any, ...]:
    provenance = interaction.provenance
    return release_order(provenance.sdk), provenance.kind, interaction.case, interaction.step


def release_order(version: str) -> tuple[bool, tuple[int, ...], bool, str]:
    """Releases in their order, early ones of a release before it, and after all of them what is none, by its text.

    Done by hand: a worker imports this, and the environment of an SDK has no more than the SDK and its engine need.
    """
    found = _RELEASE.fullmatch(version.strip())
    if found is None:
        return True, (), False, version
    numbers = tuple(int(number) for number in found["numbers"].split("."))
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return False, numbers, not _EARLY.match(found["rest"]), version


def _name(text: str) -> str:
    """The text, which becomes a file's name. Servers and imported recordings choose theirs."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", text):
        raise UsageError(
            f"{text!r} cannot name a cassette's folder or file.\n"
            "  Allowed: letters, digits and any of `_.+-`, the first neither a dot nor a sign."
        )
    return text
