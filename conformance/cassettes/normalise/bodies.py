"""Normalises bodies: JSON, forms, multipart, tables, ZIP archives, other text. Binary bodies stay as they are."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from conformance.cassettes.normalise.values import ValueNormaliser

BOUNDARY: Final = "conformance"
_TABLE: Final = re.compile(r"\b(csv|tsv|tab-separated)|\.(csv|tsv)\b")
_CELL: Final = re.compile(r'(^|[,\t]|\r?\n)("(?:[^"]|"")*"|[^,\t\r\n"]*)')
_MAX_UNPACKED_BYTES: Final = 64 * 2**20


def normalise_body(content: bytes, content_type: str, root: str, values: ValueNormaliser) -> bytes:
    """A body of any content type except multipart. `content_type` may also be a file name."""
    if content[:4] == b"PK\x03\x04":
        return _archive(content, root, values)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content
    if content_type.startswith("application/x-www-form-urlencoded"):
        return values.pairs(text, root).encode()
    if _TABLE.search(content_type):
        return _table(text, root, values).encode()
    document = values.json(text, root)
    return (values.volatile.text(text) if document is None else document).encode(errors="surrogatepass")


def normalise_multipart(content: bytes, boundary: bytes, root: str, values: ValueNormaliser) -> bytes:
    """A multipart body with a constant boundary. Files come from the caller, and stay as they are."""
    parts = (_part(part, root, values) for part in content.split(b"--" + boundary))
    return f"--{BOUNDARY}".encode().join(parts)


def _part(part: bytes, root: str, values: ValueNormaliser) -> bytes:
    head, gap, value = part.partition(b"\r\n\r\n")
    name = re.search(rb'\bname="([^"]*)"', head)
    if name is None:
        return part
    if b"filename" in head:
        text = values.volatile.text(head.decode(errors="surrogateescape"))
        return text.encode(errors="surrogateescape") + gap + value
    try:
        text = value.removesuffix(b"\r\n").decode()
    except UnicodeDecodeError:
        return part
    new = values.leaf("value", (name[1].decode(errors="replace"),), text, root)
    return head + gap + str(new).encode() + (b"\r\n" if value.endswith(b"\r\n") else b"")


def _table(text: str, root: str, values: ValueNormaliser) -> str:
    """Comma- or tab-separated values, whose first line names the columns."""
    names: list[str] = []
    column, in_header = -1, True

    def normalise_cell(match: re.Match[str]) -> str:
        nonlocal column, in_header
        before, value = match[1], match[2]
        if "\n" in before:
            in_header, column = False, -1
        column += 1
        bare = value.strip('"')
        if in_header:
            names.append(bare)
            return match[0]
        name = names[column] if column < len(names) else ""
        new = values.leaf("value", (name,), bare, root)
        return match[0] if new == bare else before + value.replace(bare, str(new))

    return _CELL.sub(normalise_cell, text)


def _archive(content: bytes, root: str, values: ValueNormaliser) -> bytes:
    """A ZIP file, written again without compression and times, which depend on the library that wrote it."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as normal:
            if sum(member.file_size for member in packed.infolist()) > _MAX_UNPACKED_BYTES:
                return content
            for member in packed.infolist():
                name = values.volatile.text(member.filename)
                normal.writestr(zipfile.ZipInfo(name), normalise_body(packed.read(member), name, root, values))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # broken, or encrypted
        return content
    return out.getvalue()
