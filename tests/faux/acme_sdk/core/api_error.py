from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class ApiError(Exception):
    body_type: ClassVar[Any] = Any

    def __init__(
        self,
        *,
        status_code: int | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        cause: Exception | None = None,
    ) -> None:
        super().__init__(status_code, body)
        self.status_code, self.body, self.headers = status_code, body, headers
        self.__cause__ = cause

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), vars(self))

    def __str__(self) -> str:
        return f"status_code: {self.status_code}, body: {self.body}"


def _again(cls: type[ApiError], attributes: dict[str, Any]) -> ApiError:
    error = cls.__new__(cls, attributes["status_code"], attributes["body"])
    error.__dict__.update(attributes)
    return error


class ParsingError(ApiError):
    """A successful response whose body differs from the declared type."""
