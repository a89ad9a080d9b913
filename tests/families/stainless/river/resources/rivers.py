from __future__ import annotations

from typing import Literal
from urllib.parse import quote

import httpx

from .._base_client import make_request_options, without_omitted
from .._resource import AsyncAPIResource, SyncAPIResource
from .._response import AsyncBinaryAPIResponse, BinaryAPIResponse
from .._streaming import AsyncStream, Stream
from .._types import Body, FileTypes, Headers, NotGiven, Omit, Query, SequenceNotStr, not_given, omit
from ..pagination import AsyncPage, AsyncPaginator, SyncPage
from ..types.river import Answer, River
from ..types.river_create_params import SourceParam


def path(river_id: str) -> str:
    if not river_id or set(river_id) <= {"."}:
        raise ValueError(f"expected a usable value for `river_id`, got {river_id!r}")
    return f"/rivers/{quote(river_id, safe='')}"


def source_body(source: SourceParam | Omit) -> object:
    if isinstance(source, Omit):
        return source
    return {"nearTown" if name == "near_town" else name: value for name, value in source.items()}


class RiversResourceWithRawResponse:
    def __init__(self, rivers: RiversResource) -> None:
        self._rivers = rivers

    def retrieve(self, river_id: str, *, extra_headers: Headers | None = None) -> httpx.Response:
        raise NotImplementedError


class RiversResource(SyncAPIResource):
    def list(
        self,
        *,
        page: int | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> SyncPage[River]:
        number = 1 if isinstance(page, Omit) else page

        def fetch(current: int | Omit, following: int) -> SyncPage[River]:
            options = make_request_options(
                query={"page": current, "tags": tags},
                extra_headers=extra_headers,
                extra_query=extra_query,
                extra_body=extra_body,
                timeout=timeout,
            )
            found: SyncPage[River] = self._client.request("GET", "/rivers", cast_to=SyncPage[River], options=options)
            found._next = lambda: fetch(following, following + 1)
            return found

        return fetch(page, number + 1)

    def retrieve(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = self._client.request("GET", path(river_id), options=options, cast_to=River)
        return result

    def create(
        self,
        *,
        name: str,
        length_km: float | Omit = omit,
        kind: Literal["stream", "canal"] | Omit | None = omit,
        source: SourceParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        body = {"name": name, "lengthKm": length_km, "kind": kind, "source": source_body(source)}
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = self._client.request(
            "POST", "/rivers", cast_to=River, options=options, body=without_omitted(body)
        )
        return result

    def classify(
        self,
        *,
        text: str,
        stream: Literal[False, True] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> Answer | Stream[Answer]:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        body = {"text": text, "stream": stream}
        result: Answer | Stream[Answer] = self._client.request(
            "POST", "/answers", cast_to=Answer, options=options, body=body
        )
        return result

    def upload_photo(
        self,
        river_id: str,
        photo: FileTypes,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = self._client.request(
            "PUT", f"{path(river_id)}/photo", options=options, cast_to=River, files={"photo": photo}
        )
        return result

    def download(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> BinaryAPIResponse:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: BinaryAPIResponse = self._client.request(
            "GET", f"{path(river_id)}/map", options=options, cast_to=BinaryAPIResponse
        )
        return result

    def delete(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> None:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        self._client.request("DELETE", path(river_id), options=options, cast_to=None)


class AsyncRiversResource(AsyncAPIResource):
    def list(
        self,
        *,
        page: int | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> AsyncPaginator[River, AsyncPage[River]]:
        number = 1 if isinstance(page, Omit) else page

        async def fetch(current: int | Omit, following: int) -> AsyncPage[River]:
            options = make_request_options(
                query={"page": current, "tags": tags},
                extra_headers=extra_headers,
                extra_query=extra_query,
                extra_body=extra_body,
                timeout=timeout,
            )
            found: AsyncPage[River] = await self._client.request(
                "GET", "/rivers", cast_to=AsyncPage[River], options=options
            )
            found._next = lambda: fetch(following, following + 1)
            return found

        return AsyncPaginator(lambda: fetch(page, number + 1))

    async def retrieve(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = await self._client.request("GET", path(river_id), options=options, cast_to=River)
        return result

    async def create(
        self,
        *,
        name: str,
        length_km: float | Omit = omit,
        kind: Literal["stream", "canal"] | Omit | None = omit,
        source: SourceParam | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        body = {"name": name, "lengthKm": length_km, "kind": kind, "source": source_body(source)}
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = await self._client.request(
            "POST", "/rivers", cast_to=River, options=options, body=without_omitted(body)
        )
        return result

    async def classify(
        self,
        *,
        text: str,
        stream: Literal[False, True] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> Answer | AsyncStream[Answer]:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        body = {"text": text, "stream": stream}
        result: Answer | AsyncStream[Answer] = await self._client.request(
            "POST", "/answers", cast_to=Answer, options=options, body=body
        )
        return result

    async def upload_photo(
        self,
        river_id: str,
        photo: FileTypes,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> River:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: River = await self._client.request(
            "PUT", f"{path(river_id)}/photo", options=options, cast_to=River, files={"photo": photo}
        )
        return result

    async def download(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> AsyncBinaryAPIResponse:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        result: AsyncBinaryAPIResponse = await self._client.request(
            "GET", f"{path(river_id)}/map", options=options, cast_to=AsyncBinaryAPIResponse
        )
        return result

    async def delete(
        self,
        river_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
    ) -> None:
        options = make_request_options(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        await self._client.request("DELETE", path(river_id), options=options, cast_to=None)
