"""The notes about a run of `check` besides its findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from conformance.pipeline.run_result import Judged, coverage_of
from conformance.settings import CheckSettings
from conformance.targets.target import Target
from conformance.text import counted
from conformance.workers.messages import EngineOpened

MAX_NAMES: Final = 6  # in one note


def check_notes(settings: CheckSettings, target: Target, opened: EngineOpened, judged: Judged) -> Iterator[str]:
    """Notes on the approved contract, the OpenAPI document, recordings, and on what the settings leave out."""
    sdk = f"{target.distribution} {opened.version}"
    if opened.approved is None:
        yield (
            f"{sdk} has no approved contract (approved releases: {', '.join(target.approved_releases()) or 'none'}). "
            "It is checked against its own declarations, and by every check that needs no approved contract."
        )
    elif opened.approved != opened.version:
        yield f"{sdk} is checked against the approved contract of {opened.approved}."
    if opened.undescribed:
        yield (
            f"The OpenAPI document does not describe {counted(len(opened.undescribed), 'operation')} of the SDK; "
            "their calls are generated from the SDK's own types alone."
        )
    if opened.spec_adapted:
        yield f"The OpenAPI document lists no servers: {opened.spec_adapted}."
    described = len(opened.paths) - len(opened.undescribed)
    if opened.spec is not None and described * 10 < min(opened.spec_operations, len(opened.paths)):
        yield (
            f"Of the {counted(opened.spec_operations, 'operation')} of the OpenAPI document ({opened.spec}), "
            f"the SDK has only {described}: it may be the document of another API, or of another release."
        )
    if settings.operation and not settings.declarations:
        yield (
            "Only the selected operations are judged. The client that they share (options, retries, credentials), "
            "models, helpers and documentation are not: run without --operation for these."
        )
    if settings.declarations:
        yield (
            "Only declarations are compared (--declarations): no operation was called, so requests, responses, errors "
            "and the shared client are not judged."
        )
        return
    yield from _not_called_notes(judged)
    yield from _replay_notes(sdk, opened, judged, settings.operation)


def _not_called_notes(judged: Judged) -> Iterator[str]:
    """The operations that were not called, by reason."""
    names: dict[str, list[str]] = {}
    for operation, result in sorted(judged.items()):
        reason = coverage_of(operation, result).not_called
        if reason is not None:
            names.setdefault(reason, []).append(operation)
    for reason, operations in sorted(names.items()):
        yield f"{counted(len(operations), 'operation')} not called: {', '.join(operations)}: {reason}."


def _replay_notes(sdk: str, opened: EngineOpened, judged: Judged, selected: Sequence[str]) -> Iterator[str]:
    """How many recordings were replayed, and why others were not."""
    recorded = opened.recorded
    coverage = [coverage_of(operation, result) for operation, result in sorted(judged.items())]
    replayed = [entry for entry in coverage if entry.replayed]
    if replayed:
        calls = counted(sum(entry.replayed for entry in replayed), "recorded call")
        yield (
            f"{calls} of {counted(len(replayed), 'operation')} replayed "
            f"(servers {', '.join(recorded.servers)}; "
            f"recorded with {', '.join(recorded.releases) or 'other programs'}). "
            f"Requests are compared with those of the recorded release nearest to {opened.version}."
        )
    left_out = [(entry.operation, *item) for entry in coverage for item in sorted(entry.not_replayed.items())]
    if left_out:
        operation, name, reason = left_out[0]
        yield (
            f"{counted(len(left_out), 'recorded call')} cannot be replayed with {sdk}, "
            f"for example {operation} ({name}): {reason}."
        )
    if recorded.left_out:
        yield (
            f"Of other programs' recordings, {len(recorded.left_out)} cannot be replayed, "
            f"for example {recorded.left_out[0]}. `conformance convert` lists all."
        )
    missing = [
        path
        for path in recorded.operations
        if path not in opened.paths and any(fnmatchcase(path, glob) for glob in selected or ["*"])
    ]
    if missing:
        names = f"{', '.join(missing[:MAX_NAMES])}{', ...' if len(missing) > MAX_NAMES else ''}"
        yield f"{sdk} does not have {counted(len(missing), 'recorded operation')}: {names}."
