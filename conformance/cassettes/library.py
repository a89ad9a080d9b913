"""The folder of cassettes: `<target>/<server version>/<operation>.<format>`.

A file holds the interactions of all SDK releases, sorted by release, case and step. It is replaced in one step, so that
every file can be read even after an interrupted recording.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.body_files import load_body, store_body, write_atomically
from conformance.cassettes.formats import FORMATS, jsonl
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable, EnvironmentFailed, UsageError, unreadable_reason
from conformance.targets.cache import cache_key, cache_root, file_lock
from conformance.targets.target import BUILT_IN, Target

FOLDER: Final = "cassettes"  # in the current directory
PACKAGED: Final = Path(__file__).parent / "recordings"  # in a wheel; made by the build, see pyproject.toml
SUFFIX: Final = ".jsonl"
YAML_SUFFIXES: Final = frozenset({".yaml", ".yml"})
DATE_KEPT: Final = dt.timedelta(days=30)  # within this time, an unchanged recording keeps its date
_RELEASE: Final = re.compile(r"v?(?P<numbers>\d+(?:\.\d+)*)(?P<rest>.*)")
_PRERELEASE: Final = re.compile(r"[-._]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-._]?\d*")


def replay_folder(given: str | None, target: Target) -> Path:
    """The folder whose cassettes are replayed; nothing is ever written there.

    The given one; else `cassettes` in the current directory, if it has a folder of the target; else, for a built-in
    target, the recordings that this package brings.
    """
    here = Path(given or FOLDER)
    if given is not None or (here / target.name).is_dir() or target.folder.resolve().parent != BUILT_IN.resolve():
        return here
    # an installed package contains them; a clone, also an editable one, has them beside the package
    beside = PACKAGED.parents[2]
    clone = beside / FOLDER if (beside / "pyproject.toml").is_file() else here
    return next((folder for folder in (PACKAGED, clone) if (folder / target.name).is_dir()), here)


def load_recordings(folder: Path, target: str, *, required: bool) -> Mapping[str, tuple[Interaction, ...]]:
    """Every recorded interaction of a target, by operation, in the order of server versions and lines.

    Interactions of other programs are under "" as long as their operations are not known (`imported.importing`); they
    are of the server that the folder is named after. Leaves out generated interactions.
    Raises UsageError: a file cannot be read, or recordings are `required` and the folder has none;
    CassetteUnreadable: a file is malformed.
    """
    if required and not folder.is_dir():
        raise UsageError(
            f"--cassettes {folder}: the folder does not exist.\n  Name a folder that contains <target>/<server>/."
        )
    recorded: dict[str, list[Interaction]] = {}
    for file in cassette_files(folder, target):
        for interaction in load(file):
            if interaction.provenance.kind != "generated":
                placed = _with_server(interaction, file.parent.name)
                recorded.setdefault(interaction.operation, []).append(placed)
    if required and not recorded:
        files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
        raise UsageError(
            f"--cassettes {folder}: it holds no recording of {target}.\n"
            f"  Expected: {target}/<server version>/<operation>{next(iter(FORMATS))}; "
            f"found: {', '.join(files[:4]) or 'nothing'}{', ...' if len(files) > 4 else ''}."
        )
    return {operation: tuple(recorded[operation]) for operation in sorted(recorded)}


def recording_sources(recorded: Mapping[str, Sequence[Interaction]]) -> dict[str, list[str]]:
    """The operations with recordings, and the servers and SDK releases that were recorded."""
    provenances = [interaction.provenance for interactions in recorded.values() for interaction in interactions]
    return {
        "operations": sorted(recorded),
        "servers": sorted({provenance.server for provenance in provenances}, key=release_order),
        "releases": sorted({provenance.sdk for provenance in provenances if provenance.sdk}, key=release_order),
    }


def cassette_files(folder: Path, target: str) -> list[Path]:
    """The cassettes of a target, by server version and name. Unfinished files are left out."""
    files = (file for file in (folder / target).glob("*/*") if file.suffix in FORMATS and file.name[0] != ".")
    return sorted(files, key=lambda file: (release_order(file.parent.name), file.name))


def needs_yaml(folder: Path, target: str) -> bool:
    """Whether a cassette of a target is YAML, which only an optional library reads."""
    return any(file.suffix in YAML_SUFFIXES for file in cassette_files(folder, target))


def load(file: Path) -> list[Interaction]:
    """The interactions of a cassette. Raises UsageError: it cannot be read; CassetteUnreadable: it is malformed."""
    return _parse(file, Path.read_bytes)


def load_first(file: Path) -> list[Interaction]:
    """The first interaction of a cassette, or nothing. Reads a single line where the format allows it."""
    return _parse(file, _first_line if file.suffix == SUFFIX else Path.read_bytes)[:1]


def age_in_days(interaction: Interaction, today: dt.date) -> int:
    """How many days ago an interaction was recorded. 0 for an unknown or a future day."""
    try:
        recorded = dt.date.fromisoformat(interaction.provenance.date)
    except ValueError:
        return 0
    return max((today - recorded).days, 0)


def write_cassette(folder: Path, target: str, server: str, operation: str, interactions: Sequence[Interaction]) -> Path:
    """Write what was recorded of an operation into its cassette. Returns the file.

    Replaces the interactions of the same SDK releases and kind (recorded or generated), and keeps the others. Where
    only the date changed within `DATE_KEPT`, the old date stays, so that recording twice changes no byte.
    Raises CassetteUnreadable: the existing file is malformed; EnvironmentFailed: it cannot be written.
    """
    place = server_folder(folder, target, server)
    file = place / f"{_valid_name(operation)}{SUFFIX}"
    with os_errors_as_environment_failed(place):
        place.mkdir(parents=True, exist_ok=True)
        with folder_lock(place):
            existing = load(file) if file.exists() else []
            text = jsonl.write(_merge(existing, interactions), lambda content: store_body(place, content))
            if not file.exists() or file.read_bytes() != text.encode():
                write_atomically(file, text.encode())
    return file


def server_folder(folder: Path, target: str, server: str) -> Path:
    """The folder of a server release. Raises UsageError: a name that no folder can have."""
    return folder / _valid_name(target) / _valid_name(server)


@contextmanager
def folder_lock(place: Path, progress: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Lock a file or folder of the library for one process. The lock itself is in the cache folder."""
    locks = cache_root() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with file_lock(locks / cache_key(str(place.absolute())), progress):
        yield


@contextmanager
def os_errors_as_environment_failed(place: Path) -> Iterator[None]:
    """Raise errors of writing as EnvironmentFailed."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFailed(
            f"{place}: cannot be written: {error}\n  Next: free space, change permissions, or choose another folder."
        ) from error


def release_order(version: str) -> tuple[bool, tuple[int, ...], bool, str]:
    """A sort key: releases in order, pre-releases before their release, and other texts at the end.

    It does without `packaging`, because workers import this module, and the environment of an SDK may not have that.
    """
    release = _RELEASE.fullmatch(version.strip())
    if release is None:
        return True, (), False, version
    numbers = tuple(int(number) for number in release["numbers"].split("."))
    while numbers and not numbers[-1]:
        numbers = numbers[:-1]
    return False, numbers, not _PRERELEASE.match(release["rest"]), version


def _first_line(file: Path) -> bytes:
    with file.open("rb") as lines:
        return next((line for line in lines if line != b"\n"), b"")


def _parse(file: Path, read: Callable[[Path], bytes]) -> list[Interaction]:
    try:
        text = read(file).decode()  # text mode would change the line ends
        if file.suffix == SUFFIX:
            return jsonl.read(text, str(file), lambda name: load_body(file.parent, name))
        return FORMATS[file.suffix].read(text, file.name)
    except UnicodeDecodeError as error:
        raise CassetteUnreadable(f"{file}: not UTF-8: {error}\n  Next: record the cassette again.") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {unreadable_reason(error)}.") from None


def _with_server(interaction: Interaction, server: str) -> Interaction:
    """An imported interaction with the server of its folder, as another program does not store the server's version."""
    provenance = interaction.provenance
    if provenance.kind != "imported" or provenance.server:
        return interaction
    return replace(interaction, provenance=replace(provenance, server=server))


def _merge(existing: Sequence[Interaction], new: Sequence[Interaction]) -> list[Interaction]:
    replaced = {(interaction.provenance.kind, interaction.provenance.sdk) for interaction in new}
    kept = [
        interaction
        for interaction in existing
        if (interaction.provenance.kind, interaction.provenance.sdk) not in replaced
    ]
    before = {_identity(interaction): interaction for interaction in existing}
    dated = (_keep_date(interaction, before.get(_identity(interaction))) for interaction in new)
    return sorted([*kept, *dated], key=_order)


def _keep_date(new: Interaction, old: Interaction | None) -> Interaction:
    """The old interaction where only its date differs and it is recent enough."""
    if old is None or replace(new, provenance=old.provenance) != old:
        return new
    if replace(new.provenance, date=old.provenance.date) != old.provenance:
        return new
    try:
        days = dt.date.fromisoformat(new.provenance.date) - dt.date.fromisoformat(old.provenance.date)
    except ValueError:
        return new
    return old if dt.timedelta() <= days <= DATE_KEPT else new


def _identity(interaction: Interaction) -> tuple[Any, ...]:
    return interaction.provenance.kind, interaction.provenance.sdk, interaction.case, interaction.step


def _order(interaction: Interaction) -> tuple[Any, ...]:
    provenance = interaction.provenance
    return release_order(provenance.sdk), provenance.kind, interaction.case, interaction.step


def _valid_name(text: str) -> str:
    """The text, if it can name a file. Servers and imported recordings choose such texts."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", text):
        raise UsageError(
            f"{text!r} cannot name a cassette's folder or file.\n"
            "  Allowed: letters, digits and any of `_.+-`; the first is a letter, a digit or `_`."
        )
    return text
