from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.api_error import ApiError
from ..core.encode import encode_path
from ..core.http import RequestData
from ..errors import BadRequestError, ConflictError, NotFoundError

ERRORS: Mapping[int, type[ApiError]] = {400: BadRequestError, 404: NotFoundError}
CREATE_ERRORS: Mapping[int, type[ApiError]] = {400: BadRequestError, 409: ConflictError}


def listing(**query: Any) -> RequestData:
    return RequestData("GET", "api/projects/", query=query, errors={400: BadRequestError})


def get(project: int, *, members_limit: int | None) -> RequestData:
    return RequestData(
        "GET", f"api/projects/{encode_path(project)}/", query={"members_limit": members_limit}, errors=ERRORS
    )


def create(**fields: Any) -> RequestData:
    return RequestData("POST", "api/projects/", json=fields, errors=CREATE_ERRORS)


def update(project: int, **fields: Any) -> RequestData:
    return RequestData("PATCH", f"api/projects/{encode_path(project)}/", json=fields, errors=ERRORS)


def delete(project: int) -> RequestData:
    return RequestData("DELETE", f"api/projects/{encode_path(project)}/", errors={404: NotFoundError})
