"""What the stubs of checks and of rules have in common."""

from __future__ import annotations


def insist_on_id(identity: str, kind: str, example: str) -> None:
    """Raise ValueError for a name that cannot be one."""
    if not identity.isidentifier() or not identity.islower():
        raise ValueError(f"{identity!r} is no {kind}'s id: lower case words with underscores, such as {example}")
