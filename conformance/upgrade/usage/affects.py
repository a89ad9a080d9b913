"""Which uses of its subject a change concerns.

It follows from the words in the name of the change's rule: a rule that is named like its neighbours needs nothing here.
"""

from __future__ import annotations

from typing import Final, Literal

from conformance.change import Change, Impact, Tier
from conformance.finding import PACKAGE

AffectedUses = Literal[
    "nothing",
    "anything",  # whatever is done with it, importing it included: it is gone
    "doing",  # calls, and reads and writes; a name in an import or an annotation does not notice
    "calls",
    "given",  # calls that give the part, reads and writes of a field
    "missing",  # calls that leave the part out
    "position",  # calls that count on the order of arguments
    "import",  # the name where it was imported from
    "client",  # the SDK as a whole: the first client that is made stands for all
]

_SILENT_TIERS: Final = {Tier.DOCUMENTATION, Tier.FILES, Tier.PACKAGING}
_MEMBERS: Final = {"member", "members", "value", "values", "literal"}
_POSITIONS: Final = {"order", "kind", "positional"}
_LEFT_OUT: Final = {"required", "default"}
_GONE: Final = {"removed", "renamed", "moved", "gone"}


def is_of_client_types(change: Change) -> bool:
    """It is about what a type checker knows of a part of the client: every line of the user's goes through one."""
    return change.rule.startswith("client_type_")


def affects(change: Change, *, part_is_argument: bool) -> AffectedUses:
    """What a change touches. `part_is_argument`: its part is an argument or a field that its subject has or gets."""
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
