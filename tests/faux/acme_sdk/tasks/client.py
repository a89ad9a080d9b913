from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.http import AsyncHttp, SyncHttp
from ..core.options import RequestOptions
from ..types import Answer, Task, TaskRequest
from . import requests


class TasksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http

    def get(self, task: str, *, request_options: RequestOptions | None = None) -> Task:
        return self._http.call(requests.get(task), Task, request_options)  # type: ignore[no-any-return]

    def answer(self, task: str, *, request_options: RequestOptions | None = None) -> Answer:
        return self._http.call(requests.answer(task), Answer, request_options)  # type: ignore[no-any-return]

    def add(
        self, *, project: int, request: Sequence[TaskRequest], request_options: RequestOptions | None = None
    ) -> dict[str, Any]:
        data = requests.add(project, request=request)
        return self._http.call(data, dict[str, Any], request_options)  # type: ignore[no-any-return]


class AsyncTasksClient:
    def __init__(self, *, http: AsyncHttp) -> None:
        self._http = http

    async def get(self, task: str, *, request_options: RequestOptions | None = None) -> Task:
        return await self._http.call(requests.get(task), Task, request_options)  # type: ignore[no-any-return]

    async def answer(self, task: str, *, request_options: RequestOptions | None = None) -> Answer:
        return await self._http.call(requests.answer(task), Answer, request_options)  # type: ignore[no-any-return]

    async def add(
        self, *, project: int, request: Sequence[TaskRequest], request_options: RequestOptions | None = None
    ) -> dict[str, Any]:
        data = requests.add(project, request=request)
        return await self._http.call(data, dict[str, Any], request_options)  # type: ignore[no-any-return]
