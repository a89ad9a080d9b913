"""Server: a running server that the SDK is held to, and what is needed to ask it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Server:
    """One running server. `url` has no slash at its end; `token` is a secret and is never shown.

    `edition` is what kind of server it calls itself; `own` tells that this run started it, so that everything on it is
    the run's. `spare` is the token of a second user there, as secret, for what would break the first one's.
    """

    url: str
    version: str
    edition: str
    own: bool
    token: str = field(repr=False)
    spare: str = field(default="", repr=False)
