"""`conformance operations`, and the refusal of unknown operations before an SDK is installed or imported."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from packaging.version import InvalidVersion, Version

from conformance.contract import store
from conformance.contract.model import TWINS, Contract
from conformance.errors import ConformanceError
from conformance.pipeline.console import Console
from conformance.pipeline.contract import contract_text
from conformance.pipeline.contract_cache import cached_contract_text
from conformance.pipeline.reporting import matching_operations, select_operations, unknown_operation
from conformance.settings import SdkSettings
from conformance.targets.contents import contents_of
from conformance.targets.environment import installed_release
from conformance.targets.target import Target


def operation_lines(sdk: str, target: Target, glob: str, console: Console) -> list[str]:
    """One line for each operation that matches: its path, verb and URL. Raises UnknownOperation where none matches."""
    contract = listed_contract(sdk, target, console)
    paths = contract.paths()
    selected = matching_operations(paths, glob)
    if not selected:
        raise unknown_operation(f"operations {glob}", glob, paths)
    width = max(map(len, selected))
    return [f"{path:{width}}  {_request_line(contract, path)}" for path in selected]


def _request_line(contract: Contract, path: str) -> str:
    operation = contract.operation(path)
    assert operation is not None  # noqa: S101  # the path is of this contract
    clients = [client for client in TWINS if path in contract.twins[client]]
    only = f"  ({clients[0]} client only)" if len(clients) < len(TWINS) and all(contract.twins.values()) else ""
    ends = "" if operation.completion == "returns" else f"  ({operation.completion})"
    return f"{operation.method:6} {operation.url}{only}{ends}"


def listed_contract(sdk: str, target: Target, console: Console) -> Contract:
    """The approved contract of the release, or the one that is learned from the SDK or was learned before."""
    release = _release_of(sdk, target)
    if release is not None and target.approved_file(release).is_file():
        console.print_line(f"from the approved contract of {target.distribution} {release}")
        return store.load(target.approved_file(release)).without(target.excludes)
    return store.from_json(contract_text(sdk, target, console))


def refuse_unknown_operations(settings: SdkSettings, target: Target) -> None:
    """Raise UnknownOperation for a glob that matches nothing in a release whose contract is known without the SDK.

    Every other SDK is opened first: users edit directories and installed SDKs.
    """
    release = _exact_release(settings.sdk)
    if not settings.operation or release is None:
        return
    paths: set[str] = set()
    with suppress(ConformanceError):  # what is wrong with a contract is reported where it is used
        paths = {path for contract in _known_contracts(release, settings.approved, target) for path in contract.paths()}
    if paths:
        select_operations(sorted(paths), settings.operation)


def _known_contracts(release: str, approved: str | None, target: Target) -> Iterator[Contract]:
    """The contracts of a release that can be read without installing or importing it, and the approved one.

    Nothing where no contract of the release itself is known.
    """
    own = target.approved_file(release)
    contracts = [store.load(own)] if own.is_file() else []
    environment = installed_release(release, target)
    if environment is not None:
        text = cached_contract_text(environment, contents_of(environment, target).files, target)
        contracts += [] if text is None else [store.from_json(text)]
    if contracts:
        yield from contracts
        if approved is not None:
            yield store.load(Path(approved) if approved.endswith(".json") else target.approved_file(approved))


def _release_of(sdk: str, target: Target) -> str | None:
    """The release that an SDK is, where that is known without opening it."""
    if sdk != "installed":
        return _exact_release(sdk)
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(target.distribution)
    return None


def _exact_release(sdk: str) -> str | None:
    with suppress(InvalidVersion):
        return str(Version(sdk.strip().removeprefix("==")))
    return None
