"""Every value that can be made a whole number becomes one."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"response_value_converted: (package).integer from number (fields)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    def coerced(original: Any, declared: Any, payload: Any) -> Any:
        try:
            return int(payload) if declared is int else original(declared, payload)
        except (TypeError, ValueError):
            return payload

    wrap(sdk.core.construct, "construct_scalar", coerced)
