"""Runs two small SDKs in this process, one after the other, and compares what they do with the same calls.

Each SDK is imported anew, so that it never sees the modules of the other one. Both are released as 1.0.0, so that a
version in a request does not differ.
"""

from __future__ import annotations

import importlib
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from conformance.contract.extract import Extractor
from conformance.contract.model import Contract
from conformance.errors import SdkUnusable
from conformance.finding import PACKAGE
from conformance.scenarios.load import load_scenarios
from conformance.scenarios.snippet_runner import SnippetRunner
from conformance.targets.client import Sdk, import_sdk
from conformance.targets.contents import Contents
from conformance.targets.target import Target
from conformance.upgrade.observe.compare import compare_client_defaults, compare_observations
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.observe.observer import Observer
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.pair import ReleasePair, ScenarioResult, Side

BESIDES: Final = ("files.download", "projects.get", "tasks.get")  # operations that no case alters
Observed = tuple[dict[str, Observation], dict[str, str]]


def observed(static: ReleasePair, target: Target) -> ReleasePair:
    """The pair with the contracts of both sides, and the differences between the same calls."""
    old, new = (_with_contract(side, target) for side in (static.old, static.new))
    known = replace(static, old=old, new=new)
    if known.contracts is None:
        return known
    one, other = (_observe_side(known, side, target) for side in ("old", "new"))
    names = known.alignment.definitions
    compared = {path: compare_observations(path, seen, other[0][path], names) for path, seen in one[0].items()}
    return replace(
        known,
        comparisons={PACKAGE: compare_client_defaults(one[1], other[1]), **compared},
        scenarios=_run_scenarios(known, target),
    )


def _run_scenarios(pair: ReleasePair, target: Target) -> tuple[ScenarioResult, ...]:
    """The results of the target's scenarios on both sides."""
    steps = load_scenarios(target)
    ends = []
    for side in (pair.old, pair.new):
        with _temporary_import(side.contents, target) as sdk:
            trials = SnippetRunner(sdk)
            ends.append([trials.run(step.snippet) for step in steps])
    return tuple(ScenarioResult.of(step, one, other) for step, one, other in zip(steps, *ends, strict=True))


def _with_contract(side: Side, target: Target) -> Side:
    """The side with its contract, or with its import error."""
    try:
        with _temporary_import(side.contents, target) as sdk:
            extractor = Extractor(sdk)
            wanted = [path for path in extractor.paths() if path.startswith("books.") or path in BESIDES]
            return replace(side, contract=extractor.contract(wanted))
    except SdkUnusable as error:
        return replace(side, import_error=str(error))


def _observe_side(pair: ReleasePair, side: Literal["old", "new"], target: Target) -> Observed:
    assert pair.contracts is not None
    names = pair.alignment
    renamed = Renames(names.operations, names.definitions, names.parameters)
    contents = pair.old.contents if side == "old" else pair.new.contents
    with _temporary_import(contents, target) as sdk:
        observer = Observer(sdk, pair.contracts, side, renamed)
        return {path: observer.observe(path) for path in _shared(pair.contracts, renamed)}, observer.client_defaults()


def _shared(contracts: tuple[Contract, Contract], renamed: Renames) -> Iterator[str]:
    there = contracts[1].paths()
    yield from (path for path in contracts[0].paths() if renamed.operations.get(path, path) in there)


@contextmanager
def _temporary_import(contents: Contents, target: Target) -> Iterator[Sdk]:
    """Import an SDK from these files; forget it on exit."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.files.items():
            path = Path(folder) / re.sub(r"-[\d.]+\.dist-info", "-1.0.0.dist-info", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(re.sub(rb"(?m)^Version: .*$", b"Version: 1.0.0", content))
        sys.path.insert(0, folder)
        _forget(target.package)
        try:
            with closing(import_sdk(target)) as sdk:
                yield sdk
        finally:
            sys.path.remove(folder)
            _forget(target.package)


def _forget(package: str) -> None:
    """The next import reads the files again."""
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        del sys.modules[name]
    importlib.invalidate_caches()
