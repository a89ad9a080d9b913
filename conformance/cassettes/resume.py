"""Continues an interrupted recording: a journal file lists the operations that are done."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.body_files import UNFINISHED, remove_unused_bodies
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import (
    SUFFIX,
    folder_lock,
    os_errors_as_environment_failed,
    server_folder,
    write_cassette,
)
from conformance.targets.cache import cache_key

RESUMABLE: Final = dt.timedelta(days=7)  # an older recording is of another state of the server
_JOURNAL: Final = ".recording-"


class ResumableRecording:
    """A recording in progress, of one target and server release."""

    def __init__(self, folder: Path, target: str, server: str, journal: Path) -> None:
        self._folder, self._target, self._server = folder, target, server
        self._journal = journal
        self._done = {line["done"] for line in _read_lines(journal) if "done" in line}

    @property
    def done(self) -> frozenset[str]:
        """The operations that have been recorded."""
        return frozenset(self._done)

    def add(self, operation: str, interactions: Sequence[Interaction]) -> None:
        """Write the interactions of an operation, if there are any, and mark the operation as done.

        Raises what `write_cassette` raises.
        """
        if interactions:
            write_cassette(self._folder, self._target, self._server, operation, interactions)
        with os_errors_as_environment_failed(self._journal):
            _append_line(self._journal, {"done": operation})
        self._done.add(operation)

    def finish(self) -> None:
        """Remove the journal: the recording is complete, and the next one starts from the beginning."""
        folder = self._journal.parent
        with os_errors_as_environment_failed(folder), folder_lock(folder):
            remove_unused_bodies(folder)
            self._journal.unlink(missing_ok=True)


@contextmanager
def start_or_resume(
    folder: Path, target: str, server: str, settings: Mapping[str, str], *,
    today: dt.date, progress: Callable[[str], None],
) -> Iterator[ResumableRecording]:  # fmt: skip
    """Record into a library. Resumes a recording with the same settings that was interrupted within `RESUMABLE`.

    `settings` are all that influence a recording: SDK, seed, edition. Files that a killed run left unfinished are
    removed. Two runs with the same settings wait for each other.
    """
    place = server_folder(folder, target, server)
    journal = place / f"{_JOURNAL}{cache_key(dict(settings))}{SUFFIX}"
    with os_errors_as_environment_failed(place):
        place.mkdir(parents=True, exist_ok=True)
    with folder_lock(journal, progress):
        with os_errors_as_environment_failed(place):
            _clean_up(place, today)
            if not journal.exists():
                _append_line(journal, {"since": today.isoformat(), "settings": dict(settings)})
        yield ResumableRecording(folder, target, server, journal)


def _clean_up(place: Path, today: dt.date) -> None:
    """Remove unfinished files of killed runs, and journals that are too old."""
    with folder_lock(place):  # no other process is writing
        for unfinished in place.rglob(f"{UNFINISHED}*"):
            unfinished.unlink()
        for journal in place.glob(f"{_JOURNAL}*"):
            since = next((line["since"] for line in _read_lines(journal) if "since" in line), "")
            if not since or today - dt.date.fromisoformat(since) > RESUMABLE:
                journal.unlink()


def _read_lines(journal: Path) -> Iterator[dict[str, Any]]:
    for line in journal.read_bytes().splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # empty, or cut when the run was killed
            continue


def _append_line(journal: Path, line: Mapping[str, Any]) -> None:
    # begins with a line end, so that it is a line of its own even after a cut one
    with journal.open("ab") as out:
        out.write(b"\n" + json.dumps(line).encode())
        out.flush()
        os.fsync(out.fileno())
