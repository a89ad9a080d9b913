"""A lock is held while a request is made, and not while its response is awaited."""

from __future__ import annotations

import threading
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    lock = threading.Lock()

    def locked(original: Any, *arguments: Any) -> Any:
        with lock:
            return original(*arguments)

    wrap(sdk.core.http, "build_request", locked)
