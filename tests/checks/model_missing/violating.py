"""The body of an error is no longer a model."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.update"
EXPECT = {"model_missing: types.problem.Problem"}
OTHER_CHECKS = {"error_body_lost", "declared_error_changed"}


def alter(sdk: Any) -> None:
    sdk.BadRequestError.body_type = Any
