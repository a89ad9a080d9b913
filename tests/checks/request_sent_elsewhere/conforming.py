"""The base URL names the default port of its scheme."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    wrap(sdk.core.http, "build_url", lambda original, base_url, path: original(f"{base_url}:80", path))
