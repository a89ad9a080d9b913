"""Which uses of its subject a change affects.

This follows from the words in the id of the change's rule, so that rules with consistent names need no entry here.
"""

from __future__ import annotations

from typing import Final, Literal

from conformance.change import Change, Impact, Tier
from conformance.finding import PACKAGE

AffectedUses = Literal[
    "nothing",
    "anything",  # every use, imports included: it no longer exists
    "doing",  # calls, reads and writes, but not imports and annotations
    "calls",
    "given",  # calls that pass the part; reads and writes of a field
    "missing",  # calls that omit the part
    "position",  # calls that depend on the order of arguments
    "import",  # imports of the name from its old module
    "client",  # the SDK as a whole; reported at the first client that the user creates
]

_SILENT_TIERS: Final = {Tier.DOCUMENTATION, Tier.FILES, Tier.PACKAGING}
_MEMBERS: Final = {"member", "members", "value", "values", "literal"}
_POSITIONS: Final = {"order", "kind", "positional"}
_LEFT_OUT: Final = {"required", "default"}
_GONE: Final = {"removed", "renamed", "moved", "gone"}


def is_of_client_types(change: Change) -> bool:
    """It changes what a type checker knows about a part of the client, which most code of a user touches."""
    return change.rule.startswith("client_type_")


def affects(change: Change, *, part_is_argument: bool) -> AffectedUses:
    """The uses that a change affects. `part_is_argument`: its part is an argument or a field of its subject."""
    words = set(change.rule.split("_"))
    if change.impact in {Impact.COMPATIBLE, Impact.DOCUMENTATION} or change.tier in _SILENT_TIERS:
        return "nothing"
    if "export" in words:
        return "import"
    if change.subject in {PACKAGE, ""} or is_of_client_types(change):
        return "client"
    if change.tier is Tier.SURFACE and (words & _MEMBERS or (words & _GONE and not change.part)):
        return "anything"
    if change.tier is Tier.BEHAVIOUR or (change.tier is Tier.WIRE and not part_is_argument):
        return "calls"
    if not change.part:
        return "doing"
    if words & _POSITIONS:
        return "position"
    return "missing" if words & _LEFT_OUT and not words & _GONE else "given"
