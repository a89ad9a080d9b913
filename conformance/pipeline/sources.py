"""The contract of an SDK, and recordings by operation, for the Python API and the fixtures."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.cassettes.imported.importing import with_imported
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import load_recordings, replay_folder
from conformance.contract.model import Contract, Operation
from conformance.pipeline.console import Console
from conformance.pipeline.operations import listed_contract
from conformance.pipeline.reporting import unknown_operation
from conformance.settings import CheckSettings
from conformance.targets.target import Target, load_target


def target_of(settings: CheckSettings) -> Target:
    """The target without the operations that the settings exclude."""
    return load_target(settings.target).excluding(settings.exclude)


def contract_of(settings: CheckSettings, console: Console) -> Contract:
    """The contract of the SDK: the approved one of its release, or else the one that is learned from its code."""
    return listed_contract(settings.sdk, target_of(settings), console)


def recordings_of(settings: CheckSettings, console: Console) -> Mapping[str, tuple[Interaction, ...]]:
    """The recorded interactions by operation. Those of other programs are matched with the operations of the SDK.

    Raises UsageError: the folder that the settings name does not exist or has no recording; CassetteUnreadable.
    """
    target = target_of(settings)
    folder = replay_folder(settings.cassettes, target)
    recorded = load_recordings(folder, target.name, required=settings.cassettes is not None)
    matched, _ = with_imported(recorded, lambda: contract_of(settings, console), target.headers)
    return matched


def operation_of(contract: Contract, path: str) -> Operation:
    """An operation of a contract. Raises UnknownOperation with the nearest names."""
    operation = contract.operation(path)
    if operation is None:
        raise unknown_operation(path, path, contract.paths())
    return operation
