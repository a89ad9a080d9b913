"""Decodes a text layer by layer: percent-encoding, HTML, base64, gzip, zip, UTF-16, and strings in JSON Lines."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote_plus

_UTF_16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_MAX_DEPTH: Final = 4
_MAX_UNPACKED_BYTES: Final = 64 * 2**20
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")


def layers(content: str | bytes, place: str = "the text", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The content as text, and every text that is encoded in it, each with its place."""
    if isinstance(content, bytes):
        yield from _archive_layers(content, place, depth)
        if content.startswith(_UTF_16_BOMS):
            yield place, content.decode("utf-16", errors="replace")
        content = content.decode("utf-8", errors="replace")
    yield place, content
    if depth >= _MAX_DEPTH:
        return
    for encoding, inner in _decoded(content):
        yield from layers(inner, f"{place}, {encoding}", depth + 1)


def safe_key(key: str) -> str:
    """A key to show in a message, or `*` for one that may be a secret itself."""
    return key if key.isidentifier() and len(key) <= 32 else "*"


def _decoded(text: str) -> Iterator[tuple[str, str | bytes]]:
    """The texts that are encoded in a text, one layer down, with the encoding."""
    if "%" in text:
        yield "percent-decoded", unquote_plus(text)
    if "&" in text and html.unescape(text) != text:
        yield "as HTML", html.unescape(text)
    for code in _BASE64.findall(text):
        plain = _decode_base64(code)
        if plain is not None:
            yield "in base64", plain
    for number, line in enumerate(text.split("\n"), start=1):
        if line.lstrip()[:1] in {"{", "[", '"'}:
            yield from ((f"line {number}{path}", string) for path, string in _json_strings(line))


def _json_strings(line: str) -> Iterator[tuple[str, str]]:
    """Every string of a line of JSON with its path, long keys included."""
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        return
    pending: list[tuple[str, Any]] = [("", parsed)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            yield from ((f"{path}, a key", key) for key in value if "@" in key or len(key) > 12)
            pending += [(f"{path}.{safe_key(key)}", item) for key, item in value.items()]
        elif isinstance(value, list):
            pending += [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        elif isinstance(value, str):
            yield path, value


def _decode_base64(code: str) -> bytes | None:
    """The decoded bytes where they are text or an archive. Most words are valid base64 by chance."""
    bare = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        plain = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    is_packed = plain.startswith((b"\x1f\x8b", b"PK\x03\x04", *_UTF_16_BOMS))
    printable = sum(byte in b"\t\r\n" or 32 <= byte < 127 for byte in plain)
    return plain if is_packed or printable >= 0.7 * len(plain) else None


def _archive_layers(content: bytes, place: str, depth: int) -> Iterator[tuple[str, str]]:
    """The layers of the files in an archive."""
    try:
        if content[:2] == b"\x1f\x8b":
            inner = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MAX_UNPACKED_BYTES)
            yield from layers(inner, f"{place}, in gzip", depth + 1)
        elif content[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    if entry.file_size <= _MAX_UNPACKED_BYTES:
                        yield from layers(archive.read(entry), f"{place}, in a file of an archive", depth + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return  # not a readable archive: its bytes are scanned as they are
