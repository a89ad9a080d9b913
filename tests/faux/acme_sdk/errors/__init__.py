from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..core.api_error import ApiError
from ..types import Problem


class BadRequestError(ApiError):
    body_type: ClassVar[Any] = Problem

    def __init__(self, body: Any, headers: Mapping[str, str] | None = None, status_code: int | None = 400) -> None:
        super().__init__(status_code=status_code, body=body, headers=headers)


class NotFoundError(ApiError):
    def __init__(self, body: Any, headers: Mapping[str, str] | None = None, status_code: int | None = 404) -> None:
        super().__init__(status_code=status_code, body=body, headers=headers)


class ConflictError(ApiError):
    def __init__(self, body: Any, headers: Mapping[str, str] | None = None, status_code: int | None = 409) -> None:
        super().__init__(status_code=status_code, body=body, headers=headers)


__all__ = ["ApiError", "BadRequestError", "ConflictError", "NotFoundError"]
