"""The names of headers are logged, without values."""

from __future__ import annotations

import logging
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def logged(original: Any, *arguments: Any) -> Any:
        headers = original(*arguments)
        logging.getLogger("acme_sdk").debug("headers %s", sorted(headers))
        return headers

    wrap(sdk.core.http, "build_headers", logged)
