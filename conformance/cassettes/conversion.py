"""Converts a cassette into another format, and redacts it. The suffixes of the files choose the formats."""

from __future__ import annotations

from pathlib import Path

from conformance.cassettes.body_files import write_atomically
from conformance.cassettes.formats import FORMATS
from conformance.cassettes.library import load, os_errors_as_environment_failed
from conformance.cassettes.redacted import redact_interaction
from conformance.errors import UsageError


def convert(source: Path, destination: Path) -> int:
    """Write the interactions of `source` into `destination`, replacing it. Returns their number.

    Raises UsageError: an unknown suffix, or an unreadable file; CassetteUnreadable; EnvironmentFailed: the destination
    cannot be written.
    """
    for file in (source, destination):
        if file.suffix not in FORMATS:
            raise UsageError(f"{file}: no cassette format has this suffix.\n  Allowed: {', '.join(FORMATS)}.")
    interactions = [redact_interaction(interaction) for interaction in load(source)]
    with os_errors_as_environment_failed(destination):
        destination.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(destination, FORMATS[destination.suffix].write(interactions).encode())
    return len(interactions)
