"""The listing of a container of Azure's blobs, as the service writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

_MOST = 5000  # on one page, as the service has it


@dataclass(frozen=True, slots=True)
class Blob:
    """One blob. `changed` is written as HTTP writes dates."""

    content: bytes
    media: str
    changed: str

    @property
    def tag(self) -> str:
        """What changes when the content does."""
        return f'"0x{hashlib.sha256(self.content).hexdigest()[:15].upper()}"'

    def headers(self) -> dict[str, str]:
        """What is told with its content."""
        return {
            "Content-Type": self.media,
            "ETag": self.tag,
            "Last-Modified": self.changed,
            "Accept-Ranges": "bytes",
            "x-ms-blob-type": "BlockBlob",
            "x-ms-creation-time": self.changed,
        }


def listing(container: str, blobs: Mapping[str, Blob], asked: Mapping[str, str]) -> bytes:
    """One page of a container: `prefix`, `delimiter`, `marker` and `maxresults` are heeded."""
    prefix, delimiter, marker = (asked.get(name, "") for name in ("prefix", "delimiter", "marker"))
    names = sorted({_up_to(name, len(prefix), delimiter) for name in blobs if name.startswith(prefix)})
    rest = [name for name in names if name > marker]
    page = rest[: int(asked.get("maxresults") or _MOST)]
    shown = "".join(_entry(name, blobs.get(name)) for name in page)
    following = page[-1] if len(page) < len(rest) else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="{escape(container)}">'
        f"<Prefix>{escape(prefix)}</Prefix><Blobs>{shown}</Blobs><NextMarker>{escape(following)}</NextMarker>"
        "</EnumerationResults>"
    ).encode()


def _up_to(name: str, start: int, delimiter: str) -> str:
    """The name, or what of it ends with the first delimiter after `start`."""
    end = name.find(delimiter, start) if delimiter else -1
    return name if end < 0 else name[: end + len(delimiter)]


def _entry(name: str, blob: Blob | None) -> str:
    if blob is None:
        return f"<BlobPrefix><Name>{escape(name)}</Name></BlobPrefix>"
    about = {
        "Creation-Time": blob.changed,
        "Last-Modified": blob.changed,
        "Etag": blob.tag.strip('"'),
        "Content-Length": str(len(blob.content)),
        "Content-Type": blob.media,
        "BlobType": "BlockBlob",
    }
    told = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in about.items())
    return f"<Blob><Name>{escape(name)}</Name><Properties>{told}</Properties></Blob>"
