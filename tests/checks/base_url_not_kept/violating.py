"""The path of the base URL is lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

OPERATION = "(package)"
EXPECT = {"base_url_not_kept: (package).path"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.build_url = lambda base_url, path: urljoin(base_url, f"/{path}")
