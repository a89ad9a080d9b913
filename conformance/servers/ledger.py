"""Ledger: what a run makes on a server, on disk before it is made, so that it can be removed whatever ends the run.

One JSON object a line: `{"server": URL, "tag": TAG}` first, then `{"making": COLLECTION, "slash": BOOL}` before each
creation, `{"made": COLLECTION, "item": PATH, "slash": BOOL}` after it, or `{"none": COLLECTION}` where it was refused,
`{"gone": PATH}` when it has been removed. A `slash` may end the URL that removes it. There are no secrets in it. The
file is locked while its run lives.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.targets.cache import cache_root, file_lock

PREFIX: Final = "conformance-"  # begins every name that a run gives


@dataclass(frozen=True, slots=True)
class Left:
    """What a ledger says is still there: items by their URL paths, and collections where a creation did not end."""

    server: str
    tag: str
    items: tuple[tuple[str, bool], ...]  # URL path, and whether a slash ends the URL that removes it
    unsure: tuple[tuple[str, bool], ...]


class Ledger:
    """The ledger of one run. `file` None: the server is the run's own, and goes as a whole.

    A worker that takes over from one that died goes on with the same file, and owns what that one made.
    """

    def __init__(self, file: Path | None, server: str, tag: str) -> None:
        self.file, self.tag = file, tag
        self.owned: set[str] = set()  # URL paths of items
        self.turn = ""  # tells the names that this worker gives from those of the one that died
        self.held = ExitStack()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self.held.enter_context(file_lock(lock_of(file), lambda _: None))
            if file.exists():
                before = file.read_text(encoding="utf-8")
                self.owned = {path for path, _ in left(file).items}
                self.turn = f"{len(before):x}-"
                file.write_text(before + "\n", encoding="utf-8")  # the last line may have been cut
            else:
                self._write({"server": server, "tag": tag})

    @property
    def prefix(self) -> str:
        """What every name given in this run begins with."""
        return f"{PREFIX}{self.tag}-{self.turn}"

    def making(self, collection: str, *, slash: bool) -> None:
        """Something is about to be made in a collection."""
        self._write({"making": collection, "slash": slash})

    def made(self, collection: str, identity: object, *, slash: bool) -> str:
        """It was made: the URL path under which it is found."""
        path = f"{collection}/{identity}"
        self.owned.add(path)
        self._write({"made": collection, "item": path, "slash": slash})
        return path

    def none(self, collection: str) -> None:
        """What was to be made was refused."""
        self._write({"none": collection})

    def gone(self, path: str) -> None:
        """It has been removed."""
        self.owned.discard(path)
        self._write({"gone": path})

    def close(self) -> None:
        """Remove the ledger where nothing is left that it would be needed for."""
        if self.file is not None and self.file.exists():
            found = left(self.file)
            if not found.items and not found.unsure:
                self.file.unlink()
            lock_of(self.file).unlink(missing_ok=True)
        self.held.close()

    def _write(self, entry: dict[str, Any]) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps(entry) + "\n")


def ledgers() -> Iterator[Path]:
    """The ledgers of runs that are not over, or did not end well."""
    yield from sorted((cache_root() / "ledgers").glob("*.jsonl"))


def new_ledger_file(tag: str) -> Path:
    """Where the ledger of a run is kept."""
    return cache_root() / "ledgers" / f"{tag}.jsonl"


def lock_of(file: Path) -> Path:
    """The lock of a ledger, which the death of the run's process gives back."""
    return file.with_suffix(".lock")


def left(file: Path) -> Left:
    """What a run left behind, from its ledger. A line that was cut when the run was killed says nothing."""
    entries = []
    for line in file.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError):
            entries.append(json.loads(line))
    first = entries[0] if entries else {}
    items: dict[str, bool] = {}
    begun: Counter[tuple[str, bool]] = Counter()
    for entry in entries[1:]:
        if "making" in entry:
            begun[entry["making"], entry["slash"]] += 1
        elif "made" in entry:
            items[entry["item"]] = entry["slash"]
            begun[entry["made"], entry["slash"]] -= 1
        elif "none" in entry:
            begun.subtract({each: 1 for each in begun if each[0] == entry["none"]})
        elif "gone" in entry:
            items.pop(entry["gone"], None)
            inside = [each for each in begun if each[0].startswith(f"{entry['gone']}/")]
            begun.subtract({each: begun[each] for each in inside})  # it went as a whole
    last_first = reversed(items.items())  # what was made inside of another thing goes before it
    unsure = tuple(each for each, count in begun.items() if count > 0)
    return Left(first.get("server", ""), first.get("tag", ""), tuple(last_first), unsure)
