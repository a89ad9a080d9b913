"""Redacts bodies of every content type: JSON, JSON Lines, forms, multipart, text, gzip, zip, and other bytes."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from typing import Final

from conformance.redaction.patterns import Secrecy, secrecy_of
from conformance.redaction.text import Redaction

_TEXT_IN_BYTES: Final = re.compile(r"[\x20-\x7e\r\n\t]{6,}")
_MAX_UNPACKED_BYTES: Final = 64 * 2**20  # a larger archive is redacted as plain bytes
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def redact_body(content: bytes, content_type: str, redaction: Redaction, *, messages: bool = False) -> bytes:
    """The body without secrets; the same bytes where it has none. `content_type` is the header's value, or "".

    With `messages`, sentences under the name of a secret describe it, as in the response to a refused request.
    """
    kind = content_type.partition(";")[0].strip().lower()
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if kind.startswith("multipart/") and boundary is not None:
        return _redact_multipart(content, boundary[1].encode(), redaction)
    if content[:2] == b"\x1f\x8b":
        return _redact_gzip(content, redaction)
    if content[:4] == b"PK\x03\x04":
        return _redact_zip(content, redaction)
    return _redact_plain(content, redaction, form=kind == "application/x-www-form-urlencoded", messages=messages)


def redact_document(text: str, redaction: Redaction, *, messages: bool = False) -> str:
    """A text that may be JSON or JSON Lines, without secrets."""
    whole = redaction.redact_json(text, messages=messages) if text.lstrip()[:1] in {"{", "[", '"'} else None
    if whole is not None:
        return whole
    if text.lstrip()[:1] == "{" and "\n" in text:
        return "\n".join(_redact_line(line, redaction, messages=messages) for line in text.split("\n"))
    return redaction.redact_text(text)


def _redact_line(line: str, redaction: Redaction, *, messages: bool) -> str:
    new = redaction.redact_json(line, messages=messages)
    return redaction.redact_text(line) if new is None else new


def _redact_plain(content: bytes, redaction: Redaction, *, form: bool = False, messages: bool = False) -> bytes:
    mark, encoding = next(
        ((bom, name) for bom, name in _BOMS if content.startswith(bom) and _fits(name, content)),
        (b"", "utf-8"),
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        text = redaction.redact_known(content.decode("utf-8", errors="surrogateescape"))
        text = _TEXT_IN_BYTES.sub(lambda run: redaction.redact_text(run[0]), text)
        return text.encode("utf-8", errors="surrogateescape")
    if form and text.lstrip()[:1] not in {"{", "["}:
        new = redaction.redact_pairs(redaction.redact_known(text))
    else:
        new = redact_document(text, redaction, messages=messages)
    return content if new == text else mark + new.encode(encoding, errors="replace")


def _fits(encoding: str, content: bytes) -> bool:
    """Whether the content looks like text in an encoding. In UTF-16, most Latin characters have a zero byte."""
    return encoding == "utf-8" or content.count(b"\0") * 4 > len(content)


def _redact_multipart(content: bytes, boundary: bytes, redaction: Redaction) -> bytes:
    parts = content.split(b"--" + boundary)
    last = len(parts) - 1
    return (b"--" + boundary).join(
        part if number in {0, last} else _redact_part(part, redaction) for number, part in enumerate(parts)
    )


def _redact_part(part: bytes, redaction: Redaction) -> bytes:
    head, gap, body = part.partition(b"\r\n\r\n")
    tail = b"\r\n" if body.endswith(b"\r\n") else b""
    body = body.removesuffix(b"\r\n")
    text = head.decode("utf-8", errors="surrogateescape")
    new_head = redaction.redact_text(text).encode("utf-8", errors="surrogateescape")
    name = re.search(r'[; ]name="?([^";\r\n]*)', text)
    kind = re.search(r"^content-type:\s*(.*?)\s*$", text, re.IGNORECASE | re.MULTILINE)
    if name is not None and secrecy_of(name[1]) is Secrecy.CERTAIN:
        secret = redaction.redact_secret(body.decode("utf-8", errors="surrogateescape"))
        return new_head + gap + secret.encode("utf-8", errors="surrogateescape") + tail
    return new_head + gap + redact_body(body, "" if kind is None else kind[1], redaction) + tail


def _redact_gzip(content: bytes, redaction: Redaction) -> bytes:
    try:
        stream = gzip.GzipFile(fileobj=io.BytesIO(content))
        plain = stream.read(_MAX_UNPACKED_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return _redact_plain(content, redaction)
    if len(plain) > _MAX_UNPACKED_BYTES:
        return _redact_plain(content, redaction)
    new = redact_body(plain, "", redaction)
    return content if new == plain else gzip.compress(new, mtime=0)


def _redact_zip(content: bytes, redaction: Redaction) -> bytes:
    """The archive; where one of its files changes, a new one with the same names, dates and order."""
    packed = io.BytesIO()
    changed = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as copy:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED_BYTES:
                return _redact_plain(content, redaction)
            for entry in archive.infolist():
                before = archive.read(entry)
                after = redact_body(before, "", redaction)
                name = redaction.redact_text(entry.filename)
                changed |= (after, name) != (before, entry.filename)
                entry.filename = name
                copy.writestr(entry, after, compress_type=entry.compress_type)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error):
        return _redact_plain(content, redaction)
    return packed.getvalue() if changed else content
