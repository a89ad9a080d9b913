from __future__ import annotations

from typing import Any


class SyncAPIResource:
    def __init__(self, client: Any) -> None:
        self._client = client


class AsyncAPIResource:
    def __init__(self, client: Any) -> None:
        self._client = client
