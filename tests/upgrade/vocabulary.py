"""Helpers for the tests of upgrades: two small SDKs side by side, and what a rule reports about them.

A side is the faux SDK with an overlay: files that take the place of those of the package. The file `METADATA` is that
of the distribution (its version is set), and the files in the folder `dist-info` are files about the distribution.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from conformance.change import Change, Tier
from conformance.targets.contents import Contents
from conformance.targets.target import Target
from conformance.upgrade.changed_files import changed_file_rows
from conformance.upgrade.pair import ReleasePair, Side
from conformance.upgrade.rule import Rule
from conformance.upgrade.rules import RULES
from conformance.upgrade.source import PackageReader
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.python_needs import python_needs
from tests.upgrade.rules.case_files import BOOKS, Release, read_side
from tests.upgrade.run_pair import BESIDES, Files, observed
from tests.vocabulary import FAUX, acme_target

CASES: Final = Path(__file__).parent / "rules"
_RULES: Final = {rule.id: rule for rule in RULES}
_NOTHING: Final[Mapping[str, bytes]] = {}
VERSIONS: Final = ("1.0.0", "1.1.0")
RUN_TIERS: Final = frozenset({Tier.WIRE, Tier.BEHAVIOUR})
_CLIENT: Final = f"acme_sdk/{BOOKS}"
_EMPTY_CLIENT: Final = """

class {name}:
    def __init__(self, *, http: object) -> None:
        self._http = http
"""


def rule_ids() -> list[str]:
    """The ids of all rules, in alphabetical order."""
    return sorted(_RULES)


def rule_of(rule_id: str) -> Rule:
    """A rule by its id."""
    return _RULES[rule_id]


def needs_run(rule_id: str) -> bool:
    """Whether the rule reads observations of both releases, not only their declarations."""
    return rule_of(rule_id).tier in RUN_TIERS


@lru_cache
def _acme() -> dict[str, bytes]:
    """The files of the unaltered faux SDK, named as in a wheel."""
    found = {path.relative_to(FAUX).as_posix(): path for path in sorted(FAUX.rglob("*")) if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name.startswith("acme_sdk") and "__" not in path.parent.name
    }


@lru_cache
def _target() -> Target:
    return acme_target()


@lru_cache
def _reader() -> PackageReader:
    """One reader for all releases: most of their files are those of the unaltered SDK."""
    return PackageReader(_target())


@cache
def _api(files: Files, metadata: str) -> Api:
    return _reader().read(Contents("acme_sdk", dict(files), metadata))


def overlay_of(path: Path) -> dict[str, bytes]:
    """The overlay that a file or a folder holds: a file is the module `books/client.py`."""
    if path.is_file():
        return {BOOKS: path.read_bytes()}
    files = (file for file in sorted(path.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def _laid_over(overlay: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The files of a side, and its metadata."""
    files = dict(_acme())
    metadata = files.pop(next(name for name in files if name.endswith("METADATA"))).decode()
    files |= {f"acme_sdk/{name}": data for name, data in overlay.items()}
    metadata = files.pop("acme_sdk/METADATA", metadata.encode()).decode()
    return files, metadata


def _about(files: dict[str, bytes], folder: str, metadata: str) -> dict[str, bytes]:
    """The files about the distribution, taken out of those of the package."""
    start = "acme_sdk/dist-info/"
    given = {name.replace(start, f"{folder}/"): files.pop(name) for name in list(files) if name.startswith(start)}
    return {f"{folder}/METADATA": metadata.encode()} | given


def _with_books(files: dict[str, bytes]) -> dict[str, bytes]:
    """The client offers `books`; a class that its module does not define is supplied, empty."""
    if _CLIENT not in files:
        return files
    module, client = files[_CLIENT].decode(), files["acme_sdk/client.py"].decode()
    for name in ("BooksClient", "AsyncBooksClient"):
        if not re.search(rf"^class {name}\b", module, re.MULTILINE):
            module += _EMPTY_CLIENT.format(name=name)
    if ".books" not in client:
        client = client.replace(
            "from .events.client", "from .books.client import AsyncBooksClient, BooksClient\nfrom .events.client", 1
        )
        for prefix in ("Async", ""):
            line = f"        self.events = {prefix}EventsClient(http=self._http)\n"
            client = client.replace(line, f"{line}        self.books = {prefix}BooksClient(http=self._http)\n")
    supplied = {_CLIENT: module.encode(), "acme_sdk/client.py": client.encode()}
    return {"acme_sdk/books/__init__.py": b"", **files, **supplied}


def contents(overlay: Mapping[str, bytes] = _NOTHING, version: str = VERSIONS[0]) -> Contents:
    """The faux SDK with an overlay, as a distribution of its own."""
    files, metadata = _laid_over(overlay)
    metadata = re.sub(r"^Version: .*$", f"Version: {version}", metadata, flags=re.MULTILINE)
    about = _about(files, f"acme_sdk-{version}.dist-info", metadata)
    text = about[f"acme_sdk-{version}.dist-info/METADATA"].decode()
    return Contents(f"acme_sdk {version}", dict(sorted((_with_books(files) | about).items())), text)


def pair(
    old: Path | Mapping[str, bytes],
    new: Path | Mapping[str, bytes],
    *,
    run: bool = False,
    besides: tuple[str, ...] = BESIDES,
) -> ReleasePair:
    """Two releases of the faux SDK; with `run`, also their observations. The same overlay twice is one release.

    `besides` are the operations that are observed besides those of `books`.
    """
    target = _target()
    old, new = (overlay_of(side) if isinstance(side, Path) else side for side in (old, new))
    versions = VERSIONS if old != new else (VERSIONS[0], VERSIONS[0])
    given = (contents(old, versions[0]), contents(new, versions[1]))
    apis = [_api(tuple(side.files.items()), side.metadata) for side in given]
    before, after = (
        Side(
            label=name,
            version=name,
            contents=contract,
            api=api,
            python_needs=python_needs(contract, target.package),
        )
        for name, contract, api in zip(versions, given, apis, strict=True)
    )
    static = ReleasePair(old=before, new=after, rows=changed_file_rows(*given), internal=target.internal)
    return observed(static, besides) if run else static


@cache
def case(rule_id: str, old: Release, new: Release) -> ReleasePair:
    """Two sides of a rule's case."""
    folder = CASES / rule_id
    return pair(read_side(folder, old), read_side(folder, new), run=needs_run(rule_id))


def changes(rule_id: str, found: ReleasePair) -> list[Change]:
    """The changes that a rule reports for a pair, by subject and part."""
    return sorted(rule_of(rule_id).changes(found), key=lambda change: (change.subject, change.part))


def facts(rule_id: str, found: ReleasePair) -> list[dict[str, str]]:
    """The facts that a rule reports for a pair, as in `expected.json`."""
    return [
        {
            "subject": change.subject,
            "part": change.part,
            "impact": change.impact.value,
            "level": change.level.value,
        }
        for change in changes(rule_id, found)
    ]
