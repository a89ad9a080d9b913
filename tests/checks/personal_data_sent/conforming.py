"""A header says which system and which Python the client runs on."""

from __future__ import annotations

import platform
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def named(headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Platform": f"{platform.system()}/{platform.release()}/{platform.python_version()}"}

    change_result(sdk.core.http, "build_headers", named)
