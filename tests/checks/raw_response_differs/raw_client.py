"""Adds a raw client to acme's projects: `client.projects.with_raw_response.get(1)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RawResponse:
    """A response as the raw client returns it."""

    data: Any
    status_code: int
    headers: Mapping[str, str]


def add_raw_client(sdk: Any, headers: Callable[[Any], Mapping[str, str]]) -> None:
    """Add it to both clients; `headers` gives the headers of the raw response."""
    requests, read = sdk.projects.requests, sdk.core.http.read

    def raw(response: Any, data: Any) -> RawResponse:
        return RawResponse(read(response, data, sdk.types.Project), response.status_code, headers(response))

    class Raw:
        def __init__(self, client: Any) -> None:
            self.client = client

        def get(self, project: int, *, members_limit: int | None = None, request_options: Any = None) -> RawResponse:
            data = requests.get(project, members_limit=members_limit)
            return raw(self.client._http.send(data, request_options), data)

    class AsyncRaw:
        def __init__(self, client: Any) -> None:
            self.client = client

        async def get(
            self, project: int, *, members_limit: int | None = None, request_options: Any = None
        ) -> RawResponse:
            data = requests.get(project, members_limit=members_limit)
            return raw(await self.client._http.send(data, request_options), data)

    clients = sdk.projects.client_ext
    clients.ProjectsClientExt.with_raw_response = property(Raw)
    clients.AsyncProjectsClientExt.with_raw_response = property(AsyncRaw)
