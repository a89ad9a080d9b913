"""Shared by the commands that write new checks and rules."""

from __future__ import annotations


def check_id(identity: str, kind: str, example: str) -> None:
    """Refuse a name that cannot be an id, with a ValueError."""
    if not identity.isidentifier() or not identity.islower():
        raise ValueError(
            f"{identity!r} is not an id of a {kind}: use lower case words with underscores, such as {example}"
        )
