"""A response with its status and headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


class ApiResponse(BaseModel, Generic[T]):
    """The data of a response, and what came with it."""

    status_code: int
    headers: Mapping[str, str] | None = None
    data: T
