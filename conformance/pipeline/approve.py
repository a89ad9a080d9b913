"""Approve: the contract of an SDK as it is now, its runtime profile and its helpers, written for review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conformance.contract import store
from conformance.contract.model import NOT_CALLED, Contract
from conformance.errors import UsageError
from conformance.pipeline.console import Console
from conformance.pipeline.contract import contract_text_of, learned_profiles
from conformance.targets.environment import Environment, resolve
from conformance.targets.target import Target


def approve(sdk: str, target: Target, output: Path | None, console: Console) -> str:
    """Write the contract of an SDK, its runtime profile and its helpers.

    Return what was written, and what the contract lacks. The folders of the files are made. Raises UsageError.
    """
    return approve_environment(resolve(sdk, target, progress=console.print_line), target, output, console)


def approve_environment(environment: Environment, target: Target, output: Path | None, console: Console) -> str:
    """Likewise of the SDK of an environment."""
    text = contract_text_of(environment, target, console)
    contract = store.from_json(text)
    file = output or target.approved_file(contract.version)
    state = _write(file, text)
    profiles = learned_profiles(environment, target, text)
    states = [
        f"runtime profile: {_write(target.profile_file(str(file)), profiles.runtime)}",
        f"helpers: {_write(target.helpers_file(str(file)), profiles.helpers)}",
    ]
    operations = contract.twins["sync"]
    parameters = sum(len(operation.parameters) for operation in operations.values())
    counts = f"{len(operations)} operations, {parameters} parameters, {len(contract.models)} models"
    return "\n".join([f"{file}: {state}: {counts}; {'; '.join(states)}", *_omissions(contract)])


def _write(file: Path, text: str) -> str:
    """Write a file; whether it is new, changed or unchanged. Raises UsageError."""
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: the approved contract cannot be written: {error.strerror}.") from None
    return "unchanged" if before == text else "written" if before is None else "changed"


def _omissions(contract: Contract) -> Iterator[str]:
    """The parts of the SDK that the contract lacks, one line each."""
    if contract.ending("polls"):
        yield f"polls, so it is not called in tests: {', '.join(contract.ending('polls'))}"
    for completion, reason in NOT_CALLED.items():
        names = contract.ending(completion) if completion not in {"polls", "hangs"} else []
        if names:
            yield f"not called in tests: {', '.join(names)}: {reason}"
    for path in contract.paths():
        found = [operations[path] for operations in contract.twins.values() if path in operations]
        gaps = [operation.gaps[-1] for operation in found if operation.completion == "hangs" and operation.gaps]
        if gaps:
            yield f"not learned: {path}: {gaps[0]}"
    for twin, parts in contract.broken.items():
        for path, reason in parts.items():
            yield f"not in the contract: `{path}` of the {twin} client cannot be loaded: {reason}"
