"""Journal: which operations an unfinished recording has done, so that the next run goes on where it was ended."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from conformance.cassettes.body_files import UNFINISHED, sweep
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import SUFFIX, alone, place_of, write, writing
from conformance.targets.cache import cache_key

RESUMABLE: Final = dt.timedelta(days=7)  # what was recorded before belongs to another state of the server
_JOURNAL: Final = ".recording-"


class ResumableRecording:
    """A recording under way, of one target and server release."""

    def __init__(self, folder: Path, target: str, server: str, journal: Path) -> None:
        self._shelf = folder, target, server
        self._journal = journal
        self._done = {line["done"] for line in _lines(journal) if "done" in line}

    @property
    def done(self) -> frozenset[str]:
        """The operations that need not be recorded any more."""
        return frozenset(self._done)

    def keep(self, operation: str, interactions: Sequence[Interaction]) -> None:
        """Write what was recorded of an operation, then count it as done. Nothing is written where there is nothing.

        Raises what `shelf.write` raises.
        """
        if interactions:
            write(*self._shelf, operation, interactions)
        with writing(self._journal):
            _append(self._journal, {"done": operation})
        self._done.add(operation)

    def finish(self) -> None:
        """Forget what is done: the recording is complete, and the next one begins anew."""
        place = self._journal.parent
        with writing(place), alone(place):
            sweep(place)
            self._journal.unlink(missing_ok=True)


@contextmanager
def recording(
    folder: Path, target: str, server: str, settings: Mapping[str, str], *,
    today: dt.date, progress: Callable[[str], None],
) -> Iterator[ResumableRecording]:  # fmt: skip
    """Record into a shelf. A run with the same settings, ended at most `RESUMABLE` ago, is gone on with.

    `settings` is all that makes a difference to what is recorded: SDK, seed, edition. Files that a killed run left
    unfinished are removed. Two runs with the same settings wait for each other.
    """
    place = place_of(folder, target, server)
    journal = place / f"{_JOURNAL}{cache_key(dict(settings))}{SUFFIX}"
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
    with alone(journal, progress):
        with writing(place):
            _tidy(place, today)
            if not journal.exists():
                _append(journal, {"since": today.isoformat(), "settings": dict(settings)})
        yield ResumableRecording(folder, target, server, journal)


def _tidy(place: Path, today: dt.date) -> None:
    """Remove what killed runs left behind and nobody will go on with."""
    with alone(place):  # nobody writes now: what is unfinished stays so
        for unfinished in place.rglob(f"{UNFINISHED}*"):
            unfinished.unlink()
        for journal in place.glob(f"{_JOURNAL}*"):
            since = next((line["since"] for line in _lines(journal) if "since" in line), "")
            if not since or today - dt.date.fromisoformat(since) > RESUMABLE:
                journal.unlink()


def _lines(journal: Path) -> Iterator[dict[str, Any]]:
    for line in journal.read_bytes().splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # empty, or the run was killed while it wrote the line
            continue


def _append(journal: Path, line: Mapping[str, Any]) -> None:
    # it begins with a line end, so that it stands alone also after a line that was cut
    with journal.open("ab") as out:
        out.write(b"\n" + json.dumps(line).encode())
        out.flush()
        os.fsync(out.fileno())
