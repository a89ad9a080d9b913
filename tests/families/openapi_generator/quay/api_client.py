"""Sends requests, and reads responses."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import TypeAdapter

from .configuration import Configuration
from .exceptions import ApiException, NotFoundException, UnreadableException
from .rest import RESTClientObject


class ApiClient:
    """A client, which the API classes take."""

    def __init__(self, configuration: Configuration | None = None) -> None:
        self.configuration = configuration or Configuration()
        self.rest_client = RESTClientObject()

    def call_api(
        self,
        method: str,
        path: str,
        *,
        path_params: dict[str, str] | None = None,
        query: list[tuple[str, Any]] | None = None,
        body: Any = None,
        headers: dict[str, Any] | None = None,
        timeout: Any = None,
    ) -> Any:
        """Send a request. Raises ApiException for a response with an error status."""
        for name, value in (path_params or {}).items():
            path = path.replace("{" + name + "}", quote(value, safe="").replace(".", "%2E"))
        pairs = [(name, str(value)) for name, value in query or [] if value is not None]
        url = self.configuration.host + path + (f"?{urlencode(pairs)}" if pairs else "")
        sent = {"Accept": "application/json", "User-Agent": "quay/1.0.0"}
        if self.configuration.access_token:
            sent["Authorization"] = f"Bearer {self.configuration.access_token}"
        if body is not None:
            sent["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body).encode()
        response = self.rest_client.request(method, url, {**sent, **(headers or {})}, content, timeout)
        if not 200 <= response.status <= 299:
            kind = NotFoundException if response.status == 404 else ApiException
            raise kind(response.status, response.data.decode("utf-8", "replace"), response.headers)
        return response

    def deserialize(self, response: Any, declared: Any) -> Any:
        """The data of a response. Raises UnreadableException for a body that is not of the declared type."""
        try:
            return TypeAdapter(declared).validate_json(response.data)
        except ValueError as error:
            text = response.data.decode("utf-8", "replace")
            raise UnreadableException(response.status, text, response.headers) from error
