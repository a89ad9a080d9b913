"""A header has the name of the machine, another one that of its user."""

from __future__ import annotations

import getpass
import platform
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "(package)"
EXPECT = {"personal_data_sent: (package).header x-platform", "personal_data_sent: (package).header x-sender"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def named(headers: dict[str, str]) -> dict[str, str]:
        return {**headers, "X-Platform": f"{platform.system()}/{platform.node()}", "X-Sender": getpass.getuser()}

    change_result(sdk.core.http, "build_headers", named)
