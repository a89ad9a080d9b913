"""Secrets out of bodies of every kind: JSON, forms, multipart, JSON Lines, text, what is packed, other bytes."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from typing import Final

from conformance.redaction.text import Redaction, names_secret

_RUN: Final = re.compile(r"[\x20-\x7e\r\n\t]{6,}")  # of characters that a text has, inside other bytes
_MOST_UNPACKED: Final = 64 * 2**20  # bytes; a larger archive is judged as the bytes that it is
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def redacted(content: bytes, content_type: str, redaction: Redaction, *, messages: bool = False) -> bytes:
    """The body without secrets; the same bytes where it has none. `content_type` is the header's value, "" for none.

    `messages` tells that sentences under a secret's name are about its value, as in the answers of refused requests.
    """
    kind = content_type.partition(";")[0].strip().lower()
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if kind.startswith("multipart/") and boundary is not None:
        return _multipart(content, boundary[1].encode(), redaction)
    if content[:2] == b"\x1f\x8b":
        return _gzip(content, redaction)
    if content[:4] == b"PK\x03\x04":
        return _zip(content, redaction)
    return _plain(content, redaction, form=kind == "application/x-www-form-urlencoded", messages=messages)


def _plain(content: bytes, redaction: Redaction, *, form: bool = False, messages: bool = False) -> bytes:
    mark, encoding = next(
        ((bom, name) for bom, name in _BOMS if content.startswith(bom) and _fits(name, content)),
        (b"", "utf-8"),
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        text = redaction.plain(content.decode("utf-8", errors="surrogateescape"))
        return _RUN.sub(lambda run: redaction.text(run[0]), text).encode("utf-8", errors="surrogateescape")
    if form and text.lstrip()[:1] not in {"{", "["}:
        new = redaction.pairs(redaction.plain(text))
    else:
        new = document(text, redaction, messages=messages)
    return content if new == text else mark + new.encode(encoding, errors="replace")


def _fits(encoding: str, content: bytes) -> bool:
    """Text of two bytes a character has a zero in most of them, as long as it is Latin."""
    return encoding == "utf-8" or content.count(b"\0") * 4 > len(content)


def document(text: str, redaction: Redaction, *, messages: bool = False) -> str:
    """A text that may be JSON or JSON Lines."""
    whole = redaction.json(text, messages=messages) if text.lstrip()[:1] in {"{", "[", '"'} else None
    if whole is not None:
        return whole
    if text.lstrip()[:1] == "{" and "\n" in text:
        lines = text.split("\n")
        return "\n".join(_line(line, redaction, messages=messages) for line in lines)
    return redaction.text(text)


def _line(line: str, redaction: Redaction, *, messages: bool) -> str:
    new = redaction.json(line, messages=messages)
    return redaction.text(line) if new is None else new


def _multipart(content: bytes, boundary: bytes, redaction: Redaction) -> bytes:
    pieces = content.split(b"--" + boundary)
    return (b"--" + boundary).join(
        piece if at in {0, len(pieces) - 1} else _part(piece, redaction) for at, piece in enumerate(pieces)
    )


def _part(piece: bytes, redaction: Redaction) -> bytes:
    head, gap, body = piece.partition(b"\r\n\r\n")
    tail = b"\r\n" if body.endswith(b"\r\n") else b""
    body = body.removesuffix(b"\r\n")
    text = head.decode("utf-8", errors="surrogateescape")
    new = redaction.text(text).encode("utf-8", errors="surrogateescape")
    name = re.search(r'[; ]name="?([^";\r\n]*)', text)
    kind = re.search(r"^content-type:\s*(.*?)\s*$", text, re.IGNORECASE | re.MULTILINE)
    if name is not None and names_secret(name[1]):
        return new + gap + _secret(body, redaction) + tail
    return new + gap + redacted(body, "" if kind is None else kind[1], redaction) + tail


def _secret(body: bytes, redaction: Redaction) -> bytes:
    text = body.decode("utf-8", errors="surrogateescape")
    return redaction.secret(text).encode("utf-8", errors="surrogateescape")


def _gzip(content: bytes, redaction: Redaction) -> bytes:
    try:
        stream = gzip.GzipFile(fileobj=io.BytesIO(content))
        plain = stream.read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        return _plain(content, redaction)
    if len(plain) > _MOST_UNPACKED:
        return _plain(content, redaction)
    new = redacted(plain, "", redaction)
    return content if new == plain else gzip.compress(new, mtime=0)


def _zip(content: bytes, redaction: Redaction) -> bytes:
    """An archive, written anew with the same names, dates and order where one of its files changes."""
    packed = io.BytesIO()
    different = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as copy:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                return _plain(content, redaction)
            for entry in archive.infolist():
                before = archive.read(entry)
                after = redacted(before, "", redaction)
                name = redaction.text(entry.filename)
                different |= (after, name) != (before, entry.filename)
                entry.filename = name
                copy.writestr(entry, after, compress_type=entry.compress_type)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        return _plain(content, redaction)
    return packed.getvalue() if different else content
