from __future__ import annotations

from typing import Any

from ..core.encode import File, encode_path
from ..core.http import RequestData
from ..errors import BadRequestError, NotFoundError


def upload(project: int, *, file: File, **fields: Any) -> RequestData:
    path = f"api/projects/{encode_path(project)}/files"
    return RequestData("POST", path, files={"file": file}, form=fields, errors={400: BadRequestError})


def download(name: str) -> RequestData:
    return RequestData("GET", f"api/files/{encode_path(name)}", errors={404: NotFoundError})
