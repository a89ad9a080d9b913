from __future__ import annotations

from typing import Any

import httpx


class RiverError(Exception):
    pass


class APIError(RiverError):
    def __init__(self, message: str, *, body: object | None) -> None:
        super().__init__(message)
        self.body = body

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, vars(self))


def _restored(cls: type[APIError], args: tuple[Any, ...], attributes: dict[str, Any]) -> APIError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(attributes)
    return error


class APIStatusError(APIError):
    def __init__(self, message: str, *, response: httpx.Response, body: object | None) -> None:
        super().__init__(message, body=body)
        self.response = response
        self.status_code = response.status_code


class APIResponseValidationError(APIError):
    def __init__(self, response: httpx.Response, body: object | None) -> None:
        super().__init__("the response is not valid", body=body)
        self.response = response
        self.status_code = response.status_code


class APIConnectionError(APIError):
    def __init__(self, message: str = "Connection error.") -> None:
        super().__init__(message, body=None)
