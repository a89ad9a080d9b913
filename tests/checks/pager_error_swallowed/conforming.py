"""An error on a later page is raised with a cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

OPERATION = "projects.list"


def alter(sdk: Any) -> None:
    pagination = sdk.core.pagination
    original = pagination.SyncPager.__iter__

    def explained(self: Any) -> Iterator[Any]:
        try:
            yield from original(self)
        except sdk.core.api_error.ApiError as error:
            raise error from RuntimeError("a later page failed")

    pagination.SyncPager.__iter__ = explained
