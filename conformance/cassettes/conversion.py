"""Reads a cassette of any format without secrets, and writes one of another. The suffixes choose the formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conformance.cassettes.body_files import write_atomically
from conformance.cassettes.formats import FORMATS
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import load, os_errors_as_environment_failed
from conformance.cassettes.redacted import redact_interaction
from conformance.errors import UsageError


def read_source(source: Path, goal: Path) -> list[Interaction]:
    """The interactions of `source`, redacted. Secrets are removed first, so that no message can contain one.

    Raises UsageError: an unknown suffix of either file, or an unreadable file; CassetteUnreadable.
    """
    for file in (source, goal):
        if file.suffix not in FORMATS:
            raise UsageError(f"{file}: no cassette format has this suffix.\n  Allowed: {', '.join(FORMATS)}.")
    return [redact_interaction(interaction) for interaction in load(source)]


def write_converted(goal: Path, interactions: Sequence[Interaction]) -> None:
    """Write the interactions into `goal`, replacing it. Raises EnvironmentFailed: it cannot be written."""
    with os_errors_as_environment_failed(goal):
        goal.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(goal, FORMATS[goal.suffix].write(interactions).encode())
