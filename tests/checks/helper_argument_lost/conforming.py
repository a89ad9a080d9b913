"""A helper sends more than its arguments."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.projects.client_ext.ProjectsClientExt,
        "list",
        lambda original, client, **given: original(client, **{"page_size": 7, **given}),
    )
