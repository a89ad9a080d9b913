"""`conformance convert`: a cassette in another format; another program's recording as calls of an SDK."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from conformance.cassettes.conversion import read_source, write_converted
from conformance.cassettes.imported.importing import Imported, import_interactions, is_unmatched
from conformance.contract.model import Contract
from conformance.errors import UsageError
from conformance.pipeline.console import Console
from conformance.pipeline.operations import listed_contract
from conformance.targets.target import Target, load_target
from conformance.text import counted

MAX_LINES: Final = 200  # about single entries


def convert(source: Path, goal: Path, *, sdk: str | None, target: str, console: Console) -> list[str]:
    """Convert a recording. Returns what was written and what was lost, as lines.

    Raises UsageError: a suffix or file is wrong, or no entry of another program is a call of the SDK;
    CassetteUnreadable; TargetError; EnvironmentFailed: the file cannot be written.
    """
    interactions = read_source(source, goal)
    if not interactions:
        raise UsageError(f"{source}: it has no entries.\n  Next: record again; nothing was written.")
    unmatched = [interaction for interaction in interactions if is_unmatched(interaction)]
    if not unmatched:
        write_converted(goal, interactions)
        return [f"{goal}: {counted(len(interactions), 'interaction')} written"]
    loaded = load_target(target)
    contract = listed_contract(sdk or _default_sdk(loaded), loaded, console)
    imported = import_interactions(unmatched, contract, loaded.headers)
    kept = [interaction for interaction in interactions if not is_unmatched(interaction)]
    if not kept and not imported.interactions:
        raise UsageError(_nothing_fits(source, imported, contract))
    write_converted(goal, [*kept, *imported.interactions])
    return list(_account(goal, len(kept), imported, contract))


def _default_sdk(target: Target) -> str:
    """The newest release with an approved contract, which needs no installation, or else the installed SDK."""
    return next(reversed(target.approved_releases()), "installed")


def _account(goal: Path, kept: int, imported: Imported, contract: Contract) -> Iterator[str]:
    entries = len(imported.interactions) + len(imported.left_out)
    operations = {interaction.operation for interaction in imported.interactions}
    yield from _limited(
        [f"left out: {entry.case}: {entry.request}: {entry.reason}" for entry in imported.left_out]
        + [
            f"lost: {interaction.case}: {interaction.operation}: {loss}"
            for interaction in imported.interactions
            for loss in interaction.losses
        ]
    )
    yield (
        f"{goal}: {counted(kept + len(imported.interactions), 'interaction')} written; "
        f"{len(imported.interactions)} of {entries} entries of another program are calls of "
        f"{counted(len(operations), 'operation')} of {contract.distribution} {contract.version}"
    )
    with_losses = sum(bool(interaction.losses) for interaction in imported.interactions)
    if imported.left_out or with_losses:
        yield f"left out: {len(imported.left_out)}{_reasons(imported)}; written with losses: {with_losses}"


def _reasons(imported: Imported) -> str:
    counts = Counter(_kind(entry.reason) for entry in imported.left_out)
    reasons = [f"{count} {reason}" for reason, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    return f" ({', '.join(reasons)})" if reasons else ""


def _kind(reason: str) -> str:
    """A reason without what differs between entries."""
    for part, kind in _KINDS:
        if part in reason:
            return kind
    return "with arguments that the operation does not take"


_KINDS: Final = (
    ("no operation", "of no operation"),
    ("no response", "without a response"),
    ("was not recorded: export", "without the response's body"),
    ("not one of an API", "not over HTTP"),
    ("status 304", "from the program's copy"),
    ("redirect", "redirects"),
    ("interim", "interim"),
)


def _limited(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MAX_LINES]
    if len(lines) > MAX_LINES:
        yield f"... and {len(lines) - MAX_LINES} more entries and losses"


def _nothing_fits(source: Path, imported: Imported, contract: Contract) -> str:
    examples = "\n".join(f"    {entry.case}: {entry.request}: {entry.reason}" for entry in imported.left_out[:3])
    return (
        f"{source}: none of its {len(imported.left_out)} entries can be replayed as a call of "
        f"{contract.distribution} {contract.version}; nothing was written.\n{examples}\n"
        "  Allowed: recordings of this SDK's API with responses. Name another SDK with --sdk or --target."
    )
