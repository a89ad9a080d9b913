from __future__ import annotations

import httpx


class BinaryAPIResponse:
    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    def read(self) -> bytes:
        return self.response.read()


class AsyncBinaryAPIResponse:
    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    async def read(self) -> bytes:
        return await self.response.aread()
