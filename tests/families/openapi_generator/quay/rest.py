"""Requests over urllib3."""

from __future__ import annotations

from typing import Any

import urllib3


class RESTClientObject:
    """A pool of connections."""

    def __init__(self) -> None:
        self.pool_manager = urllib3.PoolManager()

    def request(self, method: str, url: str, headers: dict[str, str], body: bytes | None, timeout: Any) -> Any:
        """Send a request."""
        return self.pool_manager.request(method, url, headers=headers, body=body, timeout=timeout, preload_content=True)
