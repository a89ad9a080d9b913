"""Every request is printed."""

from __future__ import annotations

import sys
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"output_written: (package).output"}
OTHER_CHECKS = {"helper_outcome_changed", "runtime_changed"}


def alter(sdk: Any) -> None:
    def printed(original: Any, base_url: str, path: str) -> str:
        sys.stdout.write(path)
        return str(original(base_url, path))

    wrap(sdk.core.http, "build_url", printed)
