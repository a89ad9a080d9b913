"""The list of the blobs of an Azure container, as the service writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_PAGE_SIZE = 5000  # of the service


@dataclass(frozen=True, slots=True)
class Blob:
    """One blob. `changed` is an HTTP date."""

    content: bytes
    media: str
    changed: str

    @property
    def tag(self) -> str:
        """The entity tag, which changes with the content."""
        return f'"0x{hashlib.sha256(self.content).hexdigest()[:15].upper()}"'

    def headers(self) -> dict[str, str]:
        """The headers of a response with its content."""
        return {
            "Content-Type": self.media,
            "ETag": self.tag,
            "Last-Modified": self.changed,
            "Accept-Ranges": "bytes",
            "x-ms-blob-type": "BlockBlob",
            "x-ms-creation-time": self.changed,
        }


def list_blobs(container: str, blobs: Mapping[str, Blob], query: Mapping[str, str]) -> bytes:
    """One page of a container, by the query's `prefix`, `delimiter`, `marker` and `maxresults`."""
    prefix, delimiter, marker = (query.get(name, "") for name in ("prefix", "delimiter", "marker"))
    names = sorted({_up_to(name, len(prefix), delimiter) for name in blobs if name.startswith(prefix)})
    rest = [name for name in names if name > marker]
    page = rest[: int(query.get("maxresults") or _PAGE_SIZE)]
    entries = "".join(_entry(name, blobs.get(name)) for name in page)
    next_marker = page[-1] if len(page) < len(rest) else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="{escape(container)}">'
        f"<Prefix>{escape(prefix)}</Prefix><Blobs>{entries}</Blobs><NextMarker>{escape(next_marker)}</NextMarker>"
        "</EnumerationResults>"
    ).encode()


def _up_to(name: str, start: int, delimiter: str) -> str:
    """The name up to the first delimiter after `start`, or the whole name."""
    end = name.find(delimiter, start) if delimiter else -1
    return name if end < 0 else name[: end + len(delimiter)]


def _entry(name: str, blob: Blob | None) -> str:
    if blob is None:
        return f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>"
    properties = {
        "Creation-Time": blob.changed,
        "Last-Modified": blob.changed,
        "Etag": blob.tag.strip('"'),
        "Content-Length": str(len(blob.content)),
        "Content-Type": blob.media,
        "BlobType": "BlockBlob",
    }
    xml = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in properties.items())
    return f"<Blob><Name>{escape(name)}</Name><Properties>{xml}</Properties></Blob>"
