"""A client sets an environment variable while it sends a request, and puts back what was there."""

from __future__ import annotations

import os
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    def exported(original: Any, *arguments: Any) -> Any:
        os.environ["ACME_LAST_CALL"] = "now"
        try:
            return original(*arguments)
        finally:
            os.environ.pop("ACME_LAST_CALL", None)  # another thread may have been here

    wrap(sdk.core.http, "build_request", exported)
