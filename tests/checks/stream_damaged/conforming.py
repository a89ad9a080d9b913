"""A stream has chunks of another size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "files.download"


def alter(sdk: Any) -> None:
    def chunked(original: Any, *args: Any) -> Iterator[bytes]:
        for chunk in original(*args):
            yield from (chunk[start : start + 7] for start in range(0, len(chunk), 7))

    wrap(sdk.core.http.SyncHttp, "stream", chunked)
