"""A client sets an environment variable while it sends a request, and puts back what was there."""

from __future__ import annotations

import os
import threading
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    alone = threading.Lock()

    def exported(original: Any, *arguments: Any) -> Any:
        with alone:  # two threads cannot both put back what was there
            os.environ["ACME_LAST_CALL"] = "now"
            try:
                return original(*arguments)
            finally:
                del os.environ["ACME_LAST_CALL"]

    wrap(sdk.core.http, "build_request", exported)
