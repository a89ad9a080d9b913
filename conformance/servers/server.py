"""Server: a running server to test against, and what a client needs to reach it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One running server.

    `url` has no trailing slash. `edition` is the kind of server that it reports. `managed` means that this run started
    the server, so that everything on it belongs to the run. `token` and `second_token` are secrets and are never
    printed. The second one is of another user, for operations that would break the first user's account.
    """

    url: str
    version: str
    edition: str
    managed: bool
    token: str = field(repr=False)
    second_token: str = field(default="", repr=False)
