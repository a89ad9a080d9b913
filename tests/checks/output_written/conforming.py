"""Every request is logged."""

from __future__ import annotations

import logging
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def logged(original: Any, base_url: str, path: str) -> str:
        logging.getLogger("acme_sdk").debug(path)
        return str(original(base_url, path))

    wrap(sdk.core.http, "build_url", logged)
