"""Long bodies: files beside the cassettes of a server, `bodies/<digest>.txt`, each body once, whoever got it.

A server's page for what does not exist can be a hundred times as long as an answer, and answer every operation.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Final

FOLDER: Final = "bodies"
LONGEST: Final = 32 * 2**10  # bytes of a body that stands in its line
UNFINISHED: Final = ".unfinished-"  # begins the names of files that are being written
_NAME: Final = re.compile(r"[0-9a-f]{16}\.(?:txt|bin)")


def enclose(place: Path, content: bytes) -> str | None:
    """Put a long body into its file; the file's name, None for a short one. Raises OSError."""
    if len(content) <= LONGEST:
        return None
    file = place / FOLDER / _name(content)
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        put(file, content)
    return file.name


def fetch(place: Path, name: str) -> bytes:
    """The body in a file. Raises OSError: there is none; ValueError: it is another one."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no file of a body")
    content = (place / FOLDER / name).read_bytes()
    if _name(content) != name:
        raise ValueError(f"{FOLDER}/{name} was changed: its name is not that of its content")
    return content


def sweep(place: Path) -> None:
    """Remove the bodies that no cassette names. Call it only while nobody writes."""
    there = list((place / FOLDER).glob("*"))
    if not there:
        return
    named = {name.decode() for file in place.glob("*.jsonl") for name in _in(file.read_bytes())}
    for file in there:
        if file.name not in named:
            file.unlink()
    if not any((place / FOLDER).iterdir()):
        (place / FOLDER).rmdir()


def put(file: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old one or the new one, whatever ends the writing."""
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=file.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.chmod(0o644)  # a temporary file is its owner's alone; a cassette is for everybody
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _in(text: bytes) -> list[bytes]:
    return re.findall(rb'"body_file":"([^"]+)"', text)


def _name(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        suffix = "bin"
    else:
        suffix = "txt"
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
