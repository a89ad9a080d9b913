"""The headers of an error are those of the HTTP library, which ignores the case of their names."""

from __future__ import annotations

from typing import Any

import httpx

from tests.checks.alter_sdk import change_result

OPERATION = "projects.create"


def alter(sdk: Any) -> None:
    def as_library_headers(error: Any) -> Any:
        error.headers = httpx.Headers(error.headers)
        return error

    change_result(sdk.core.http, "make_error", as_library_headers)
