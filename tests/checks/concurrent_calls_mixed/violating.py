"""The options of a call are kept where every thread finds them."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {f"concurrent_calls_mixed: (package).projects.{method}.sync" for method in ("create", "list")}


def alter(sdk: Any) -> None:
    state = SimpleNamespace(options=None)

    def shared(original: Any, settings: Any, data: Any, options: Any) -> Any:
        state.options = options
        threading.Event().wait(0.001)
        return original(settings, data, state.options)

    wrap(sdk.core.http, "build_headers", shared)
