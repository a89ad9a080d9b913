from __future__ import annotations

from typing import Any

import httpx


class HarborError(Exception):
    """The base of all errors."""

    message: str
    status_code: int
    body: str
    headers: httpx.Headers

    def __init__(self, message: str, raw_response: httpx.Response) -> None:
        super().__init__(message, raw_response)
        self.message, self.raw_response = message, raw_response
        self.status_code, self.body, self.headers = raw_response.status_code, raw_response.text, raw_response.headers

    def __str__(self) -> str:
        return f"{self.message}: status {self.status_code}, body {self.body or 'nothing'}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args


class ResponseValidationError(HarborError):
    """The response has not the declared type."""


class APIError(HarborError):
    """Every other status."""


class NotFoundError(HarborError):
    """Status 404."""
