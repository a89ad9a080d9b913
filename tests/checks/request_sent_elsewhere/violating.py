"""The client's base URL is ignored."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"
EXPECT = {"request_sent_elsewhere: projects.get"}
OTHER_CHECKS = {"model_missing"}


def alter(sdk: Any) -> None:
    wrap(sdk.core.http, "build_url", lambda original, _, path: original("https://acme.example", path))
