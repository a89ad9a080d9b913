"""The errors of the SDK."""

from __future__ import annotations

from collections.abc import Mapping


class ApiException(Exception):
    """A response with an error status."""

    def __init__(self, status: int | None, body: str | None, headers: Mapping[str, str]) -> None:
        super().__init__(status, body, headers)
        self.status, self.body, self.headers = status, body, headers

    def __str__(self) -> str:
        return f"({self.status})\nHTTP response body: {self.body}"


class NotFoundException(ApiException):
    """Status 404."""


class UnreadableException(ApiException):
    """A response of success that the SDK cannot read."""
