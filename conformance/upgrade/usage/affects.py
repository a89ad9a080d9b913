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
    "kind",  # calls that pass the part in a way that is no longer allowed
    "order",  # calls that pass arguments by position
    "results",  # calls whose result is used
    "text",  # handlers that use the text of an exception
    "bases",  # subclasses, and tests whether something is an instance
    "import",  # imports of the name from its old module
    "client",  # the SDK as a whole; reported at the first client that the user creates
]

_SILENT_TIERS: Final = {Tier.DOCUMENTATION, Tier.FILES, Tier.PACKAGING}
_MEMBERS: Final = {"member", "members", "value", "values", "literal"}
_LEFT_OUT: Final = {"required", "default"}
_GONE: Final = {"removed", "renamed", "moved", "gone"}
_IDENTITY: Final = ("user-agent", "x-fern-")  # headers in which the SDK names itself: no caller depends on them
# What only some responses or values show: whether these reach the user's code is not visible in it.
_CONDITIONAL: Final = {"helper", "error", "malformed", "redirect", "stream", "encoding", "null"}


def is_of_client_types(change: Change) -> bool:
    """It changes what a type checker knows about a part of the client, which most code of a user touches."""
    return change.rule.startswith("client_type_")


def is_conditional(change: Change) -> bool:
    """It shows only for some responses or values, so it is never certain to affect a line.

    A risky change of a pager is about the requests for an empty page: whether a list is empty is not visible.
    """
    if change.rule == "pager_changed" and change.impact is Impact.RISKY:
        return True
    first = change.rule.split("_")[0]
    return change.tier in {Tier.BEHAVIOUR, Tier.WIRE} and first in _CONDITIONAL


def affects(change: Change, *, part_is_argument: bool) -> AffectedUses:
    """The uses that a change affects. `part_is_argument`: its part is an argument or a field of its subject."""
    words = set(change.rule.split("_"))
    if change.impact in {Impact.COMPATIBLE, Impact.DOCUMENTATION} or change.tier in _SILENT_TIERS:
        return "nothing"
    if "header" in words and not part_is_argument and change.part.lower().startswith(_IDENTITY):
        return "nothing"
    if "export" in words:
        return "import"
    if {"error", "body"} <= words:
        return "text"
    if is_of_client_types(change):
        return "client"
    if change.subject in {PACKAGE, ""}:
        return "client"
    if change.tier is Tier.SURFACE and (words & _MEMBERS or (words & _GONE and not change.part)):
        return "anything"
    if {"result", "pager"} & words and not words & {"helper"}:
        return "results"
    if "base" in words:
        return "bases"
    if change.tier is Tier.BEHAVIOUR or (change.tier is Tier.WIRE and not part_is_argument):
        return "calls"
    if "order" in words:
        return "order"
    if not change.part:
        return "doing"
    if words & {"kind", "positional"}:
        return "kind"
    return "missing" if words & _LEFT_OUT and not words & _GONE else "given"
