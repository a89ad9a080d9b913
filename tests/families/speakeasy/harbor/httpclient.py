from __future__ import annotations

from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class HttpClient(Protocol):
    def build_request(self, method: str, url: str) -> Any: ...

    def close(self) -> None: ...


@runtime_checkable
class AsyncHttpClient(Protocol):
    def build_request(self, method: str, url: str) -> Any: ...

    async def aclose(self) -> None: ...
