from __future__ import annotations

from typing import Any

from ..core.encode import File, encode_path
from ..core.http import Ask
from ..errors import BadRequestError, NotFoundError


def upload(project: int, *, file: File, **fields: Any) -> Ask:
    path = f"api/projects/{encode_path(project)}/files"
    return Ask("POST", path, files={"file": file}, form=fields, errors={400: BadRequestError})


def download(name: str) -> Ask:
    return Ask("GET", f"api/files/{encode_path(name)}", errors={404: NotFoundError})
