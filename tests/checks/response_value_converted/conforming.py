"""A value of another type is refused with an error of the SDK."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    construct = sdk.core.construct

    def strict(original: Any, declared: Any, payload: Any) -> Any:
        if declared is int and type(payload) is not int:
            raise construct.UnfitError(f"a whole number was declared, not {payload!r}")
        return original(declared, payload)

    wrap(construct, "construct_scalar", strict)
