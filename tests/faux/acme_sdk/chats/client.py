from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from ..core import encode
from ..core.encode import OMIT, encode_path
from ..core.http import AsyncHttp, RequestData, SyncHttp, raise_for_status
from ..core.options import RequestOptions
from . import streams
from .types import Chunk, Message, Reply, Settlement


def post(path: str, json: Any = OMIT, **headers: Any) -> RequestData:
    return RequestData("POST", path, json=json, headers=headers)


class ChatsClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def create(
        self,
        *,
        messages: Sequence[Message],
        topic: str | None = OMIT,
        idempotency_key: str | None = None,
        request_options: RequestOptions | None = None,
    ) -> Reply:
        data = RequestData(
            "POST",
            "api/chats/",
            json={"messages": messages, "topic": topic},
            headers={"Idempotency-Key": idempotency_key},
        )
        return self._http.call(data, Reply, request_options)  # type: ignore[no-any-return]

    def stream(self, *, messages: Sequence[Message], request_options: RequestOptions | None = None) -> Iterator[Chunk]:
        yield from self._items(post("api/chats/stream", {"messages": messages}), streams.events, request_options)

    def log(self, chat: str, *, request_options: RequestOptions | None = None) -> Iterator[Chunk]:
        data = RequestData("GET", f"api/chats/{encode_path(chat)}/log")
        yield from self._items(data, streams.lines, request_options)

    def audio(self, chat: str, *, request_options: RequestOptions | None = None) -> Iterator[bytes]:
        yield from self._http.stream(RequestData("GET", f"api/chats/{encode_path(chat)}/audio"), request_options)

    def transcript(self, chat: str, *, request_options: RequestOptions | None = None) -> str:
        response = self._http.send(RequestData("GET", f"api/chats/{encode_path(chat)}/transcript"), request_options)
        raise_for_status(response, {})
        return response.text

    def settle(
        self, chat: str, *, request: Settlement | None = None, request_options: RequestOptions | None = None
    ) -> None:
        data = post(f"api/chats/{encode_path(chat)}/settle", OMIT if request is None else encode.jsonable(request))
        self._http.call(data, None, request_options)

    def _items(
        self, data: RequestData, read: Callable[..., Iterator[Chunk]], options: RequestOptions | None
    ) -> Iterator[Chunk]:
        response = self._http.send(data, options)
        raise_for_status(response, data.errors)
        yield from read(response, response.content.decode())


class AsyncChatsClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def create(
        self,
        *,
        messages: Sequence[Message],
        topic: str | None = OMIT,
        idempotency_key: str | None = None,
        request_options: RequestOptions | None = None,
    ) -> Reply:
        data = RequestData(
            "POST",
            "api/chats/",
            json={"messages": messages, "topic": topic},
            headers={"Idempotency-Key": idempotency_key},
        )
        return await self._http.call(data, Reply, request_options)  # type: ignore[no-any-return]

    async def stream(
        self, *, messages: Sequence[Message], request_options: RequestOptions | None = None
    ) -> AsyncIterator[Chunk]:
        """Unlike the sync client's, a coroutine that returns the stream."""
        return self._items(post("api/chats/stream", {"messages": messages}), streams.events, request_options)

    async def log(self, chat: str, *, request_options: RequestOptions | None = None) -> AsyncIterator[Chunk]:
        data = RequestData("GET", f"api/chats/{encode_path(chat)}/log")
        async for chunk in self._items(data, streams.lines, request_options):
            yield chunk

    async def audio(self, chat: str, *, request_options: RequestOptions | None = None) -> AsyncIterator[bytes]:
        data = RequestData("GET", f"api/chats/{encode_path(chat)}/audio")
        async for chunk in self._http.stream(data, request_options):
            yield chunk

    async def transcript(self, chat: str, *, request_options: RequestOptions | None = None) -> str:
        data = RequestData("GET", f"api/chats/{encode_path(chat)}/transcript")
        response = await self._http.send(data, request_options)
        raise_for_status(response, {})
        return response.text

    async def settle(
        self, chat: str, *, request: Settlement | None = None, request_options: RequestOptions | None = None
    ) -> None:
        data = post(f"api/chats/{encode_path(chat)}/settle", OMIT if request is None else encode.jsonable(request))
        await self._http.call(data, None, request_options)

    async def _items(
        self, data: RequestData, read: Callable[..., Iterator[Chunk]], options: RequestOptions | None
    ) -> AsyncIterator[Chunk]:
        response = await self._http.send(data, options)
        raise_for_status(response, data.errors)
        for chunk in read(response, response.content.decode()):
            yield chunk
