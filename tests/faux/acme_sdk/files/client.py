from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from ..core.encode import OMIT, File
from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Upload
from . import requests


class FilesClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def upload(
        self,
        project: int,
        *,
        file: File,
        title: str | None = OMIT,
        overwrite: bool | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Upload:
        data = requests.upload(project, file=file, title=title, overwrite=overwrite)
        return self._http.call(data, Upload, request_options)  # type: ignore[no-any-return]

    def download(self, name: str, *, request_options: RequestOptions | None = None) -> Iterator[bytes]:
        yield from self._http.stream(requests.download(name), request_options)


class AsyncFilesClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def upload(
        self,
        project: int,
        *,
        file: File,
        title: str | None = OMIT,
        overwrite: bool | None = OMIT,
        request_options: RequestOptions | None = None,
    ) -> Upload:
        data = requests.upload(project, file=file, title=title, overwrite=overwrite)
        return await self._http.call(data, Upload, request_options)  # type: ignore[no-any-return]

    async def download(self, name: str, *, request_options: RequestOptions | None = None) -> AsyncIterator[bytes]:
        async for chunk in self._http.stream(requests.download(name), request_options):
            yield chunk
