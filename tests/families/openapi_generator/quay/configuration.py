"""The address of the server, and the credentials."""

from __future__ import annotations


class Configuration:
    """Taken by the client."""

    def __init__(
        self,
        host: str | None = None,
        api_key: dict[str, str] | None = None,
        access_token: str | None = None,
    ) -> None:
        self.host = host or "https://quay.example"
        self.api_key = api_key or {}
        self.access_token = access_token
