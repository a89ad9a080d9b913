"""The shared client drops additional headers."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"call_option_ignored: (package).additional_headers"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    wrap(sdk.core.http, "build_headers", lambda original, settings, data, options: original(settings, data, None))
