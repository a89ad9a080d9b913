"""The path of the base URL is lost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

OPERATION = "(package)"
EXPECT = {
    "base_url_not_kept: (package).base URL with a path",
    "base_url_not_kept: (package).base URL with a path and a slash",
    "base_url_not_kept: (package).base URL with a path in upper case",
    "base_url_not_kept: (package).fresh web token as api_key, base URL with a path (value)",
}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.build_url = lambda base_url, path: urljoin(base_url, f"/{path}")
