from __future__ import annotations

from collections.abc import Mapping
from typing import Any, List, Literal, Optional, Union

import httpx

from . import models, utils
from .basesdk import BaseSDK, checked
from .types import UNSET, OptionalNullable


class Boats(BaseSDK):
    def list(
        self,
        *,
        limit: Optional[int] = None,
        kinds: Optional[List[Literal["sail", "motor"]]] = None,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.ListBoatsResponse:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.client, "GET", "/boats", query={"limit": limit, "kinds": kinds}, **options
        )
        response = checked(self._send(request), 200)
        return models.ListBoatsResponse(next=lambda: None, result=utils.parsed(List[models.Boat], response))

    async def list_async(
        self,
        *,
        limit: Optional[int] = None,
        kinds: Optional[List[Literal["sail", "motor"]]] = None,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.ListBoatsResponse:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.async_client, "GET", "/boats", query={"limit": limit, "kinds": kinds}, **options
        )
        response = checked(await self._send_async(request), 200)
        return models.ListBoatsResponse(next=lambda: None, result=utils.parsed(List[models.Boat], response))

    def get(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.GetBoatResponse:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.client, "GET", utils.path("/boats/{boat_id}", boat_id=boat_id), **options
        )
        response = checked(self._send(request), 200)
        return models.GetBoatResponse(headers={}, result=utils.parsed(models.Boat, response))

    async def get_async(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.GetBoatResponse:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.async_client, "GET", utils.path("/boats/{boat_id}", boat_id=boat_id), **options
        )
        response = checked(await self._send_async(request), 200)
        return models.GetBoatResponse(headers={}, result=utils.parsed(models.Boat, response))

    def create(
        self,
        *,
        kind: Literal["sail", "motor"],
        owner: OptionalNullable[str] = UNSET,
        berth: Optional[Union[models.Berth, models.BerthTypedDict]] = None,
        is_dry: Optional[bool] = False,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.Boat:
        dry = {} if is_dry is None else {"dry": is_dry}
        place = None if berth is None else models.Berth.model_validate(berth)
        body = {"kind": kind, "owner": owner, "berth": UNSET if place is None else place, **dry}
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(self.sdk_configuration.client, "POST", "/boats", body=body, **options)
        response = checked(self._send(request), 201)
        return utils.parsed(models.Boat, response)

    async def create_async(
        self,
        *,
        kind: Literal["sail", "motor"],
        owner: OptionalNullable[str] = UNSET,
        berth: Optional[Union[models.Berth, models.BerthTypedDict]] = None,
        is_dry: Optional[bool] = False,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.Boat:
        dry = {} if is_dry is None else {"dry": is_dry}
        place = None if berth is None else models.Berth.model_validate(berth)
        body = {"kind": kind, "owner": owner, "berth": UNSET if place is None else place, **dry}
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(self.sdk_configuration.async_client, "POST", "/boats", body=body, **options)
        response = checked(await self._send_async(request), 201)
        return utils.parsed(models.Boat, response)

    def delete(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.client, "DELETE", utils.path("/boats/{boat_id}", boat_id=boat_id), **options
        )
        response = checked(self._send(request), 204)
        del response

    async def delete_async(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.async_client, "DELETE", utils.path("/boats/{boat_id}", boat_id=boat_id), **options
        )
        response = checked(await self._send_async(request), 204)
        del response

    def photo(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> httpx.Response:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.client, "GET", utils.path("/boats/{boat_id}/photo", boat_id=boat_id), **options
        )
        response = checked(self._send(request, stream=True), 200)
        return response

    async def photo_async(
        self,
        *,
        boat_id: str,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> httpx.Response:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(
            self.sdk_configuration.async_client, "GET", utils.path("/boats/{boat_id}/photo", boat_id=boat_id), **options
        )
        response = checked(await self._send_async(request, stream=True), 200)
        return response

    def watch(
        self,
        *,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> utils.EventStream[models.Sighting]:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(self.sdk_configuration.client, "GET", "/sightings", **options)
        response = checked(self._send(request, stream=True), 200)
        return utils.EventStream(response, models.Sighting)

    async def watch_async(
        self,
        *,
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> utils.EventStreamAsync[models.Sighting]:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        request = self._build(self.sdk_configuration.async_client, "GET", "/sightings", **options)
        response = checked(await self._send_async(request, stream=True), 200)
        return utils.EventStreamAsync(response, models.Sighting)

    def move(
        self,
        *,
        request: Union[models.MoveBoatRequest, models.MoveBoatRequestTypedDict],
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.Boat:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        given = models.MoveBoatRequest.model_validate(request)
        place, night = utils.path("/boats/{boat_id}/berth", boat_id=given.boat_id), {"atNight": given.at_night}
        client = self.sdk_configuration.client
        sent = self._build(client, "PUT", place, query=night, body=given.berth, **options)
        response = checked(self._send(sent), 200)
        return utils.parsed(models.Boat, response)

    async def move_async(
        self,
        *,
        request: Union[models.MoveBoatRequest, models.MoveBoatRequestTypedDict],
        retries: OptionalNullable[utils.RetryConfig] = UNSET,
        server_url: Optional[str] = None,
        timeout_ms: Optional[int] = None,
        http_headers: Optional[Mapping[str, str]] = None,
    ) -> models.Boat:
        options: Any = {"server_url": server_url, "timeout_ms": timeout_ms, "http_headers": http_headers}
        given = models.MoveBoatRequest.model_validate(request)
        place, night = utils.path("/boats/{boat_id}/berth", boat_id=given.boat_id), {"atNight": given.at_night}
        client = self.sdk_configuration.async_client
        sent = self._build(client, "PUT", place, query=night, body=given.berth, **options)
        response = checked(await self._send_async(sent), 200)
        return utils.parsed(models.Boat, response)
