"""A helper raises an exception of its own for a refused request."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    def titles(original: Any, client: Any) -> Any:
        try:
            return original(client)
        except sdk.ApiError as error:
            raise LookupError("no titles") from error

    wrap(sdk.projects.client_ext.ProjectsClientExt, "titles", titles)
