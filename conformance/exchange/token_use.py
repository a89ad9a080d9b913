"""The calls of clients that authenticate with a personal access token, as they went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from conformance.contract.model import Twin

# "first" with a new client, "again" while the access token is valid, "expired" once it is not, "revoked" with a new
# client after the server has revoked the personal access token.
Situation = Literal["first", "again", "expired", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCall:
    """One call. `error` describes its exception, "" for none; `own_error` means that it is the SDK's own class.

    `exchanges` counts how often the client exchanged the token for this call, None where that was not observed.
    """

    twin: Twin
    situation: Situation
    error: str = ""
    own_error: bool = False
    exchanges: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUse:
    """All calls with one personal access token of a server, in order."""

    calls: tuple[TokenCall, ...]
