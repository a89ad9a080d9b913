"""The options of a call are kept where only its own thread finds them."""

from __future__ import annotations

import threading
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    state = threading.local()

    def shared(original: Any, settings: Any, data: Any, options: Any) -> Any:
        state.options = options
        threading.Event().wait(0.001)
        return original(settings, data, state.options)

    wrap(sdk.core.http, "build_headers", shared)
