"""Conversion: a cassette from one format into another, as files' suffixes tell them. Secrets are taken out."""

from __future__ import annotations

from pathlib import Path

from conformance.cassettes.body_files import put
from conformance.cassettes.formats import FORMATS
from conformance.cassettes.library import load, writing
from conformance.cassettes.redacted import redact_interaction
from conformance.errors import UsageError


def convert(source: Path, goal: Path) -> int:
    """Write what `source` holds into `goal`, replacing it in one step; return the number of interactions.

    Raises UsageError: a suffix of no format, a file that cannot be read; CassetteUnreadable; EnvironmentFailed: the
    goal cannot be written.
    """
    for file in (source, goal):
        if file.suffix not in FORMATS:
            raise UsageError(f"{file}: no format of cassettes has this suffix.\n  Allowed: {', '.join(FORMATS)}.")
    interactions = [redact_interaction(each) for each in load(source)]
    with writing(goal):
        goal.parent.mkdir(parents=True, exist_ok=True)
        put(goal, FORMATS[goal.suffix].write(interactions).encode())
    return len(interactions)
