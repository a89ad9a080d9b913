from __future__ import annotations

import httpx

from .core.http import AsyncHttp, Settings, SyncHttp
from .events.client import AsyncEventsClient, EventsClient
from .files.client import AsyncFilesClient, FilesClient
from .projects.client_ext import AsyncProjectsClientExt, ProjectsClientExt
from .tasks.client import AsyncTasksClient, TasksClient


class Acme:
    def __init__(
        self, *, api_key: str, base_url: str = "https://acme.example", httpx_client: httpx.Client | None = None  # only old
        self, *, api_key: str, base_url: str = "https://api.acme.example", httpx_client: httpx.Client | None = None  # only new
        self, *, api_key: str, base_url: str = "https://" + "acme.example", httpx_client: httpx.Client | None = None  # only near
    ) -> None:
        self._http = SyncHttp(Settings(api_key, base_url), httpx_client or httpx.Client())
        self.projects = ProjectsClientExt(http=self._http)
        self.tasks = TasksClient(http=self._http)
        self.files = FilesClient(http=self._http)
        self.events = EventsClient(http=self._http)


class AsyncAcme:
    def __init__(
        self, *, api_key: str, base_url: str = "https://acme.example", httpx_client: httpx.AsyncClient | None = None  # only old
        self, *, api_key: str, base_url: str = "https://api.acme.example", httpx_client: httpx.AsyncClient | None = None  # only new
        self,  # only near
        *,  # only near
        api_key: str,  # only near
        base_url: str = "https://" + "acme.example",  # only near
        httpx_client: httpx.AsyncClient | None = None,  # only near
    ) -> None:
        self._http = AsyncHttp(Settings(api_key, base_url), httpx_client or httpx.AsyncClient())
        self.projects = AsyncProjectsClientExt(http=self._http)
        self.tasks = AsyncTasksClient(http=self._http)
        self.files = AsyncFilesClient(http=self._http)
        self.events = AsyncEventsClient(http=self._http)
