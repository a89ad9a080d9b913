"""Long bodies in files beside the cassettes of a server: `bodies/<digest>.txt`, each body once.

A server's page for a missing resource can be a hundred times as long as a normal response, and is the same for all
operations.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Final

FOLDER: Final = "bodies"
MAX_INLINE_BYTES: Final = 32 * 2**10  # a longer body goes into a file
UNFINISHED: Final = ".unfinished-"  # prefix of files that are being written
_FILE_NAME: Final = re.compile(r"[0-9a-f]{16}\.(?:txt|bin)")
_BODY_FILE_KEY: Final = re.compile(rb'"body_file":"([^"]+)"')


def store_body(folder: Path, content: bytes) -> str | None:
    """Write a long body into its file. Returns the file's name, or None for a short body. Raises OSError."""
    if len(content) <= MAX_INLINE_BYTES:
        return None
    file = folder / FOLDER / _file_name(content)
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        write_atomically(file, content)
    return file.name


def load_body(folder: Path, name: str) -> bytes:
    """The body in a file. Raises OSError: the file does not exist; ValueError: its content was changed."""
    if not _FILE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name of a body file")
    content = (folder / FOLDER / name).read_bytes()
    if _file_name(content) != name:
        raise ValueError(f"{FOLDER}/{name} was changed: its name does not match its content")
    return content


def remove_unused_bodies(folder: Path) -> None:
    """Remove the body files that no cassette refers to. The caller holds the lock of the folder."""
    files = list((folder / FOLDER).glob("*"))
    if not files:
        return
    used = {name.decode() for file in folder.glob("*.jsonl") for name in _BODY_FILE_KEY.findall(file.read_bytes())}
    for file in files:
        if file.name not in used:
            file.unlink()
    if not any((folder / FOLDER).iterdir()):
        (folder / FOLDER).rmdir()


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file in one step, so that a reader gets either the old or the new content. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=file.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.chmod(0o644)  # only the owner can read a temporary file; everybody can read a cassette
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _file_name(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        suffix = "bin"
    else:
        suffix = "txt"
    return f"{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
