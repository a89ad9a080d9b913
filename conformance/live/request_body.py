"""The body of a request in a recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

_BOUNDARY: Final = "conformance-boundary"


def encode_body(payload: Any, files: Any) -> tuple[bytes, str]:
    """The content and content type of a JSON body, or of files in a form."""
    if files:
        parts = b"".join(_form_parts(files))
        return parts + f"--{_BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={_BOUNDARY}"
    if payload is not None:
        return json.dumps(payload).encode(), "application/json"
    return b"", ""


def _form_parts(files: Mapping[str, Mapping[str, str]]) -> Iterator[bytes]:
    for field_name, file in files.items():
        head = f'--{_BOUNDARY}\r\ncontent-disposition: form-data; name="{field_name}"; filename="{file["name"]}"\r\n'
        yield f"{head}content-type: {file['type']}\r\n\r\n{file['content']}\r\n".encode()
