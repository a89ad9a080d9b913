"""Ledger: what a run creates on a server, written to disk before it is created, so that it can always be deleted.

Each line is a JSON object. The first is `{"server": URL, "tag": TAG}`. `{"making": COLLECTION, "slash": BOOL}` precedes
each creation. After it comes `{"made": COLLECTION, "item": PATH, "slash": BOOL}`, or `{"none": COLLECTION}` where the
server refused it. `{"gone": PATH}` follows a deletion. `slash` is whether the URL that deletes the item ends with
one. A ledger holds no secrets, and is locked while its run is alive.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from conformance.targets.cache import cache_root, file_lock

PREFIX: Final = "conformance-"  # of every name that a run gives
_OF_RUN: Final = re.compile(rf"{PREFIX}[0-9a-f]{{6}}-")  # the prefix with the tag of a run
WithSlash = tuple[str, bool]  # a URL path, and whether the URL that deletes its resource ends with a slash


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """The leftovers of a run on a server: items in deletion order, and collections with an unfinished creation."""

    server: str
    tag: str
    items: tuple[WithSlash, ...]
    unfinished: tuple[WithSlash, ...]


class Ledger:
    """The ledger of one run. Without a file, the server belongs to the run and is removed as a whole.

    A worker that replaces a dead one continues the same file, and owns what the dead one created.
    """

    def __init__(self, file: Path | None, *, server: str, tag: str) -> None:
        self.file, self.tag = file, tag
        self.owned: set[str] = set()  # URL paths of items
        self._worker_tag = ""  # distinguishes the names of this worker from those of the one that it replaces
        self._lock = ExitStack()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._lock.enter_context(file_lock(ledger_lock(file), lambda _: None))
            if file.exists():
                before = file.read_text(encoding="utf-8")
                self.owned = {path for path, _ in read_leftovers(file).items}
                self._worker_tag = f"{len(before):x}-"
                file.write_text(before + "\n", encoding="utf-8")  # the last line may be incomplete
            else:
                self._append({"server": server, "tag": tag})

    @property
    def prefix(self) -> str:
        """The prefix of every name that this run gives."""
        return f"{PREFIX}{self.tag}-{self._worker_tag}"

    def before_creation(self, collection: str, *, slash: bool) -> None:
        """Record that an item is about to be created in a collection."""
        self._append({"making": collection, "slash": slash})

    def created(self, collection: str, identity: object, *, slash: bool) -> str:
        """Record that the item was created. Returns its URL path."""
        path = f"{collection}/{identity}"
        self.owned.add(path)
        self._append({"made": collection, "item": path, "slash": slash})
        return path

    def refused(self, collection: str) -> None:
        """Record that the server refused to create the item."""
        self._append({"none": collection})

    def deleted(self, path: str) -> None:
        """Record that an item was deleted."""
        self.owned.discard(path)
        self._append({"gone": path})

    def close(self) -> None:
        """End the run. Removes the file where nothing is left on the server."""
        if self.file is not None and self.file.exists():
            leftovers = read_leftovers(self.file)
            if not leftovers.items and not leftovers.unfinished:
                self.file.unlink()
            ledger_lock(self.file).unlink(missing_ok=True)
        self._lock.close()

    def _append(self, entry: dict[str, Any]) -> None:
        if self.file is not None:
            with self.file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps(entry) + "\n")


def is_of_run(item: Any) -> bool:
    """Whether a listed item has the name that a run gives: it is deleted soon, so no other run may rely on it."""
    values = item.values() if isinstance(item, dict) else ()
    return any(isinstance(value, str) and _OF_RUN.match(value) for value in values)


def ledger_files() -> Iterator[Path]:
    """The ledgers of runs that are alive or were interrupted."""
    yield from sorted((cache_root() / "ledgers").glob("*.jsonl"))


def new_ledger_file(tag: str) -> Path:
    """The path for the ledger of a new run."""
    return cache_root() / "ledgers" / f"{tag}.jsonl"


def ledger_lock(file: Path) -> Path:
    """The lock of a ledger, which the operating system releases when its run ends."""
    return file.with_suffix(".lock")


def read_leftovers(file: Path) -> Leftovers:
    """The leftovers of a run, from its ledger. A line that was cut when the run was killed is ignored.

    A run deletes its ledger at its end, possibly while another process reads it: then nothing is left.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    entries = []
    for line in text.splitlines():
        with suppress(ValueError):
            entries.append(json.loads(line))
    header = entries[0] if entries else {}
    items: dict[str, bool] = {}
    started: Counter[WithSlash] = Counter()
    for entry in entries[1:]:
        if "making" in entry:
            started[entry["making"], entry["slash"]] += 1
        elif "made" in entry:
            items[entry["item"]] = entry["slash"]
            started[entry["made"], entry["slash"]] -= 1
        elif "none" in entry:
            started.subtract({creation: 1 for creation in started if creation[0] == entry["none"]})
        elif "gone" in entry:
            items.pop(entry["gone"], None)
            nested = [creation for creation in started if creation[0].startswith(f"{entry['gone']}/")]
            started.subtract({creation: started[creation] for creation in nested})  # deleted with their parent
    return Leftovers(
        server=header.get("server", ""),
        tag=header.get("tag", ""),
        items=tuple(reversed(items.items())),  # nested items first
        unfinished=tuple(creation for creation, count in started.items() if count > 0),
    )
