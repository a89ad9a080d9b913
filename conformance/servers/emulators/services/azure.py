"""Azure Blob Storage: lists, reads, writes and deletes block blobs, with requests signed by a shared key.

The Python package index has no maintained emulator. Requests that this one does not support are refused with
`FeatureNotSupported`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final
from urllib.parse import unquote

from conformance.servers.emulators.fixtures import BUCKET, TASKS
from conformance.servers.emulators.services import web
from conformance.servers.emulators.services.azure_listing import Blob, list_blobs
from conformance.servers.emulators.services.emulator import Emulator, url_of
from conformance.servers.emulators.services.web import Request, Response

ACCOUNT: Final = "devstoreaccount1"
KEY: Final = (  # of Microsoft's emulator, the same everywhere
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)

_SIGNED_HEADERS: Final = (  # in the order of the protocol
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
)
_CONTAINER_HEADERS: Final = {"ETag": '"0x1"', "x-ms-lease-state": "available", "x-ms-lease-status": "unlocked"}


@dataclass(frozen=True, slots=True)
class AzureAccount:
    """One account with one container, in memory."""

    name: str
    key: str
    container: str
    blobs: dict[str, Blob]

    def respond(self, request: Request) -> Response:
        """Respond as the service does."""
        if request.headers.get("authorization") != self._signature(request):
            return _error(403, "AuthenticationFailed", "the signature was not made with this account's key")
        account, _, rest = request.path.lstrip("/").partition("/")
        container, _, blob = unquote(rest).partition("/")
        if account != self.name or container != self.container:
            return _error(404, "ContainerNotFound", "the specified container does not exist")
        if not blob:
            return self._respond_for_container(request)
        return self._respond_for_blob(request, blob)

    def _respond_for_container(self, request: Request) -> Response:
        if request.first("restype") != "container" or request.method not in {"GET", "HEAD"}:
            return _unsupported(request)
        if request.first("comp") == "list":
            body = list_blobs(self.container, self.blobs, {name: values[0] for name, values in request.query.items()})
            return Response(200, body, {"Content-Type": "application/xml"})
        if request.first("comp"):
            return _unsupported(request)
        return Response(200, b"", {**_CONTAINER_HEADERS, "Last-Modified": formatdate(0, usegmt=True)})

    def _respond_for_blob(self, request: Request, name: str) -> Response:
        if request.first("comp"):
            return _unsupported(request)
        if request.method == "PUT":
            return self._write(request, name)
        if name not in self.blobs:
            return _error(404, "BlobNotFound", "the specified blob does not exist")
        if request.method == "DELETE":
            del self.blobs[name]
            return Response(202)
        return _read(request, self.blobs[name]) if request.method in {"GET", "HEAD"} else _unsupported(request)

    def _write(self, request: Request, name: str) -> Response:
        if request.headers.get("x-ms-blob-type") != "BlockBlob" or "x-ms-copy-source" in request.headers:
            return _unsupported(request)
        if request.headers.get("if-none-match") == "*" and name in self.blobs:
            return _error(409, "BlobAlreadyExists", "the specified blob already exists")
        media = request.headers.get("x-ms-blob-content-type", "application/octet-stream")
        self.blobs[name] = Blob(request.body, media, formatdate(usegmt=True))
        return Response(201, b"", {"ETag": self.blobs[name].tag, "Last-Modified": self.blobs[name].changed})

    def _signature(self, request: Request) -> str:
        """The `Authorization` header that the owner of the key sends with this request."""
        plain = [request.headers.get(name, "") for name in _SIGNED_HEADERS]
        plain[2] = plain[2] if plain[2] != "0" else ""
        service = [f"{name}:{value}" for name, value in sorted(request.headers.items()) if name.startswith("x-ms-")]
        query = [f"{name.lower()}:{','.join(values)}" for name, values in sorted(request.query.items())]
        text = "\n".join([request.method, *plain, *service, f"/{self.name}{request.path}", *query])
        signature = hmac.new(base64.b64decode(self.key), text.encode(), hashlib.sha256)
        return f"SharedKey {self.name}:{base64.b64encode(signature.digest()).decode()}"


def account_with(*, name: str, key: str, container: str, objects: Mapping[str, bytes]) -> AzureAccount:
    """An account whose container has these objects."""
    changed = formatdate(usegmt=True)
    blobs = {blob: Blob(body, "application/json", changed) for blob, body in objects.items()}
    return AzureAccount(name, key, container, blobs)


def _read(request: Request, blob: Blob) -> Response:
    headers = blob.headers()
    wanted = request.headers.get("x-ms-range") or request.headers.get("range")
    if request.method == "HEAD" or not wanted:
        return Response(200, blob.content, headers | {"Content-Length": str(len(blob.content))})
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    start, size = int(first), len(blob.content)
    if start >= size:
        return _error(416, "InvalidRange", "the range is not within the blob")
    part = blob.content[start : int(last) + 1 if last else size]
    return Response(206, part, headers | {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}"})


def _unsupported(request: Request) -> Response:
    return _error(400, "FeatureNotSupported", f"this emulator does not support {request.method} of that kind")


def _error(status: int, code: str, message: str) -> Response:
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Response(status, body.encode(), {"Content-Type": "application/xml", "x-ms-error-code": code})


def serve(listener: socket.socket) -> None:
    """Respond to every connection; never returns."""
    account = account_with(name=ACCOUNT, key=KEY, container=BUCKET, objects=TASKS)
    web.serve(listener, account.respond)


def _values(port: int) -> Mapping[str, str]:
    endpoint = f"{url_of(port)}/{ACCOUNT}"
    return {
        "azure_endpoint": endpoint,
        "azure_container": BUCKET,
        # A server puts the account's name into a connection string, where the rest takes effect
        "azure_account": f"{ACCOUNT};BlobEndpoint={endpoint}",
        "azure_key": KEY,
    }


EMULATOR: Final = Emulator(name="azure", serve=serve, values=_values)
