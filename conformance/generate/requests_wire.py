"""A wire in place of a socket, for sessions of `requests`: it carries the requests of Schemathesis."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from conformance.wire import Request, Response, Wire

WITHHELD: Final = "x-conformance-withheld"  # marks the response to a request that was never sent
Guard = Callable[[Request], bool]


class WireAdapter(BaseAdapter):
    """Sends at most `requests_left` requests through a wire.

    A request that the guard forbids, that is for another server than `url`, or that exceeds the limit is not sent:
    its response is a 404 with the header `WITHHELD`.
    """

    def __init__(self, wire: Wire, *, guard: Guard, url: str, requests_left: int) -> None:
        super().__init__()
        self.wire, self.guard, self.url, self.requests_left = wire, guard, url, requests_left

    @property
    def is_exhausted(self) -> bool:
        """The limit of requests is reached."""
        return self.requests_left <= 0

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Send one request. Raises what `requests` raises where a connection breaks."""
        sent = _to_request(request)
        if self.is_exhausted or not sent.url.startswith(f"{self.url}/") or not self.guard(sent):
            withheld = Response(404, ((WITHHELD, "yes"), ("content-type", "application/json")), b"{}")
            return _to_requests(withheld, request)
        self.requests_left -= 1
        response = self.wire(sent)
        if response.fault == "timeout":  # Schemathesis parses the messages of urllib3
            late = ReadTimeoutError(None, sent.url, "Read timed out. (read timeout=0)")  # type: ignore[arg-type]
            raise requests.ReadTimeout(late, request=request)
        if response.fault:
            raise requests.ConnectionError(ProtocolError(response.fault), request=request)
        return _to_requests(response, request)

    def close(self) -> None:
        """Do nothing: the wire belongs to the caller."""


def _to_request(request: requests.PreparedRequest) -> Request:
    body = request.body
    if isinstance(body, str):
        body = body.encode()
    content = body if isinstance(body, bytes) else b""  # Schemathesis streams nothing
    headers = tuple((_to_text(name).lower(), _to_text(value)) for name, value in request.headers.items())
    return Request(request.method or "GET", request.url or "", headers, content)


def _to_text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _to_requests(response: Response, request: requests.PreparedRequest) -> requests.Response:
    converted = requests.Response()
    converted.status_code = response.status
    converted.request = request
    converted.url = request.url or ""
    converted.raw = HTTPResponse(
        body=BytesIO(response.content),
        headers=HTTPHeaderDict(response.headers),
        status=response.status,
        version=11,
        preload_content=False,
        decode_content=False,
    )
    converted.headers.update(converted.raw.headers)
    converted.encoding = requests.utils.get_encoding_from_headers(converted.headers)
    return converted
