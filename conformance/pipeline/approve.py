"""Approve: the contract of an SDK as it is now, written for review."""

from __future__ import annotations

from pathlib import Path

from conformance.contract import store
from conformance.errors import UsageError
from conformance.pipeline.console import PrintLine
from conformance.pipeline.contract import contract_text
from conformance.targets.target import load_target


def approve(sdk: str, target_name: str, output: Path | None, print_line: PrintLine) -> str:
    """Write the contract of an SDK. Return a line with its file and whether it changed. Raises UsageError."""
    target = load_target(target_name)
    text = contract_text(sdk, target, print_line)
    contract = store.from_json(text)
    file = output or target.approved_file(contract.version)
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else None
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: the approved contract cannot be written: {error}") from None
    state = "unchanged" if before == text else "written" if before is None else "changed"
    operations = contract.twins["sync"]
    parameters = sum(len(operation.parameters) for operation in operations.values())
    return f"{file}: {state}: {len(operations)} operations, {parameters} parameters, {len(contract.models)} models"
