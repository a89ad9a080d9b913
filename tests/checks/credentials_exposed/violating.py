"""Headers are logged with the credentials."""

from __future__ import annotations

import logging
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"credentials_exposed: (package).a log record"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def logged(original: Any, *arguments: Any) -> Any:
        headers = original(*arguments)
        logging.getLogger("acme_sdk").debug("headers %s", headers)
        return headers

    wrap(sdk.core.http, "build_headers", logged)
