"""Runs two small SDKs in this process, one after the other, and compares what they do with the same calls.

Each release is imported and learned once; it never sees the modules of another one. All are released as 1.0.0, so that
a version in a request does not differ.
"""

from __future__ import annotations

import atexit
import importlib
import re
import ssl
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final, Literal
from unittest.mock import patch

from conformance.contract.extract import Extractor
from conformance.contract.model import Contract
from conformance.errors import SdkUnusable
from conformance.finding import PACKAGE
from conformance.scenarios.load import ScenarioStep, load_scenarios
from conformance.scenarios.outcome import Outcome
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.targets.client import Sdk, import_sdk
from conformance.targets.contents import Contents
from conformance.targets.target import Target
from conformance.upgrade.observe.compare import compare_client_defaults, compare_observations
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.observe.observer import Observer
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.pair import ReleasePair, ScenarioResult, Side
from tests.vocabulary import acme_target

BESIDES: Final = ("projects.get",)  # an operation that no case alters
Files = tuple[tuple[str, bytes], ...]
Observed = tuple[dict[str, Observation], dict[str, str]]


@dataclass(frozen=True, slots=True)
class LearnedRelease:
    """The contract of one release or its import error, and the outcomes of the scenarios of the target."""

    contract: Contract | None = None
    import_error: str = ""
    outcomes: tuple[Outcome, ...] = ()


def observed(static: ReleasePair, besides: tuple[str, ...] = BESIDES) -> ReleasePair:
    """The pair with the contracts of both sides, and the differences between the same calls.

    The operations are those of `books`, and those named by `besides`.
    """
    old, new = (_learn(_files(side.contents), besides) for side in (static.old, static.new))
    known = replace(static, old=_with_contract(static.old, old), new=_with_contract(static.new, new))
    if known.contracts is None:
        return known
    one, other = (_observe_side(known, side) for side in ("old", "new"))
    names = known.alignment.definitions
    compared = {path: compare_observations(path, seen, other[0][path], names) for path, seen in one[0].items()}
    outcomes = zip(_scenario_steps(), old.outcomes, new.outcomes, strict=True)
    return replace(
        known,
        comparisons={PACKAGE: compare_client_defaults(one[1], other[1]), **compared},
        scenarios=tuple(ScenarioResult.of(step, before, after) for step, before, after in outcomes),
    )


@cache
def _target() -> Target:
    return acme_target()


@cache
def _scenario_steps() -> tuple[ScenarioStep, ...]:
    return tuple(load_scenarios(_target()))


@cache
def _learn(files: Files, besides: tuple[str, ...]) -> LearnedRelease:
    """Learn a release. A rule's case is compared in several pairs; each of its releases is learned once."""
    try:
        with _imported(files) as sdk:
            extractor = Extractor(sdk)
            wanted = [path for path in extractor.paths() if path.startswith("books.") or path in besides]
            contract = extractor.contract(wanted)
            trials = SnippetRunner(sdk)
            return LearnedRelease(contract, outcomes=tuple(trials.run(step.snippet) for step in _scenario_steps()))
    except SdkUnusable as error:
        return LearnedRelease(import_error=str(error))


def _with_contract(side: Side, learned: LearnedRelease) -> Side:
    return replace(side, contract=learned.contract, import_error=learned.import_error)


def _observe_side(pair: ReleasePair, side: Literal["old", "new"]) -> Observed:
    assert pair.contracts is not None
    names = pair.alignment
    renamed = Renames(names.operations, names.definitions, names.parameters)
    contents = pair.old.contents if side == "old" else pair.new.contents
    with _imported(_files(contents)) as sdk:
        observer = Observer(sdk, pair.contracts, side, renamed)
        return {path: observer.observe(path) for path in _shared(pair.contracts, renamed)}, observer.client_defaults()


def _shared(contracts: tuple[Contract, Contract], renamed: Renames) -> Iterator[str]:
    there = contracts[1].paths()
    yield from (path for path in contracts[0].paths() if renamed.operations.get(path, path) in there)


def _files(contents: Contents) -> Files:
    """The files of a release, which is called 1.0.0."""
    return tuple(
        (
            re.sub(r"-[\d.]+\.dist-info", "-1.0.0.dist-info", name),
            re.sub(rb"(?m)^Version: .*$", b"Version: 1.0.0", content),
        )
        for name, content in contents.files.items()
    )


@dataclass
class _ImportedRelease:
    """A release's files in a folder, and its modules after the first import."""

    folder: str
    modules: dict[str, ModuleType] = field(default_factory=dict)


@cache
def _folders() -> str:
    """The folder that holds those of all releases, until the process ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return folder.name


@cache
def _release_in_folder(files: Files) -> _ImportedRelease:
    folder = Path(tempfile.mkdtemp(dir=_folders()))
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return _ImportedRelease(str(folder))


_tls_context = cache(ssl.create_default_context)  # reading the certificates takes longer than all calls of an operation


@contextmanager
def _imported(files: Files) -> Iterator[Sdk]:
    """Import an SDK from these files; forget it on exit. A release that was imported before has the same modules."""
    release, target = _release_in_folder(files), _target()
    sys.path.insert(0, release.folder)
    _forget(target.package)
    sys.modules.update(release.modules)
    try:
        with patch.object(ssl, "create_default_context", _tls_context), closing(import_sdk(target)) as sdk:
            yield sdk
    finally:
        sys.path.remove(release.folder)
        release.modules.update(_forget(target.package))


def _forget(package: str) -> dict[str, ModuleType]:
    """The next import reads the files again. Returns the modules that were forgotten."""
    names = [name for name in sys.modules if name.split(".")[0] == package]
    importlib.invalidate_caches()
    return {name: sys.modules.pop(name) for name in names}
