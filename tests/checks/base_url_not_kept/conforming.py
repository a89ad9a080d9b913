"""The base URL and the path are joined by the standard library."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.core.http.build_url = lambda base_url, path: urljoin(f"{base_url.rstrip('/')}/", path)
