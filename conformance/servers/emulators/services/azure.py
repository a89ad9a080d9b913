"""Azure's blobs: the part of the protocol that lists, reads, writes and deletes block blobs, signed with a shared key.

No maintained emulator of it installs from Python's registry. What is not served is refused by name, never guessed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final
from urllib.parse import unquote

from conformance.servers.emulators.services.azure_listing import Blob, listing
from conformance.servers.emulators.services.web import Reply, Request

_SIGNED: Final = (  # in the order in which the protocol has them signed
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
_CONTAINER: Final = {"ETag": '"0x1"', "x-ms-lease-state": "available", "x-ms-lease-status": "unlocked"}


@dataclass(frozen=True, slots=True)
class Account:
    """One account with one container. What is written is kept in memory."""

    name: str
    key: str
    container: str
    blobs: dict[str, Blob]

    def answer(self, request: Request) -> Reply:
        """Answer as the service does, for what is served here."""
        if request.headers.get("authorization") != self._signature(request):
            return _refusal(403, "AuthenticationFailed", "the signature is not one of this account's key")
        account, _, rest = request.path.lstrip("/").partition("/")
        container, _, blob = unquote(rest).partition("/")
        if account != self.name or container != self.container:
            return _refusal(404, "ContainerNotFound", "the specified container does not exist")
        if not blob:
            return self._of_container(request)
        return self._of_blob(request, blob)

    def _of_container(self, request: Request) -> Reply:
        if request.first("restype") != "container" or request.method not in {"GET", "HEAD"}:
            return _unsupported(request)
        if request.first("comp") == "list":
            body = listing(self.container, self.blobs, {name: values[0] for name, values in request.query.items()})
            return Reply(200, body, {"Content-Type": "application/xml"})
        if request.first("comp"):
            return _unsupported(request)
        return Reply(200, b"", {**_CONTAINER, "Last-Modified": formatdate(0, usegmt=True)})

    def _of_blob(self, request: Request, name: str) -> Reply:
        if request.first("comp"):
            return _unsupported(request)
        if request.method == "PUT":
            return self._write(request, name)
        if name not in self.blobs:
            return _refusal(404, "BlobNotFound", "the specified blob does not exist")
        if request.method == "DELETE":
            del self.blobs[name]
            return Reply(202)
        return _read(request, self.blobs[name]) if request.method in {"GET", "HEAD"} else _unsupported(request)

    def _write(self, request: Request, name: str) -> Reply:
        if request.headers.get("x-ms-blob-type") != "BlockBlob" or "x-ms-copy-source" in request.headers:
            return _unsupported(request)
        if request.headers.get("if-none-match") == "*" and name in self.blobs:
            return _refusal(409, "BlobAlreadyExists", "the specified blob already exists")
        media = request.headers.get("x-ms-blob-content-type", "application/octet-stream")
        self.blobs[name] = Blob(request.body, media, formatdate(usegmt=True))
        return Reply(201, b"", {"ETag": self.blobs[name].tag, "Last-Modified": self.blobs[name].changed})

    def _signature(self, request: Request) -> str:
        """The header that the owner of the key sends with this request."""
        plain = [request.headers.get(name, "") for name in _SIGNED]
        plain[2] = plain[2] if plain[2] != "0" else ""
        own = [f"{name}:{value}" for name, value in sorted(request.headers.items()) if name.startswith("x-ms-")]
        asked = [f"{name.lower()}:{','.join(values)}" for name, values in sorted(request.query.items())]
        text = "\n".join([request.method, *plain, *own, f"/{self.name}{request.path}", *asked])
        made = hmac.new(base64.b64decode(self.key), text.encode(), hashlib.sha256)
        return f"SharedKey {self.name}:{base64.b64encode(made.digest()).decode()}"


def seeded(name: str, key: str, container: str, objects: Mapping[str, bytes]) -> Account:
    """An account whose container has these objects."""
    changed = formatdate(usegmt=True)
    return Account(
        name, key, container, {blob: Blob(body, "application/json", changed) for blob, body in objects.items()}
    )


def _read(request: Request, blob: Blob) -> Reply:
    headers = blob.headers()
    wanted = request.headers.get("x-ms-range") or request.headers.get("range")
    if request.method == "HEAD" or not wanted:
        return Reply(200, blob.content, headers | {"Content-Length": str(len(blob.content))})
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    start, size = int(first), len(blob.content)
    if start >= size:
        return _refusal(416, "InvalidRange", "the range is not within the blob")
    part = blob.content[start : int(last) + 1 if last else size]
    return Reply(206, part, headers | {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{size}"})


def _unsupported(request: Request) -> Reply:
    return _refusal(400, "FeatureNotSupported", f"this stand-in does not serve {request.method} of that kind")


def _refusal(status: int, code: str, message: str) -> Reply:
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return Reply(status, body.encode(), {"Content-Type": "application/xml", "x-ms-error-code": code})
