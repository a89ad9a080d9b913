"""A helper reads another page than the one that it is given."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"helper_argument_lost: (package).projects.client.ProjectsClient.list.projects of a page"}
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    wrap(
        sdk.projects.client_ext.ProjectsClientExt,
        "list",
        lambda original, client, **given: original(client, **{**given, "page": None if given.get("page") == 41 else 1}),
    )
