"""Files are passed on as open files instead of bytes."""

from __future__ import annotations

import io
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "files.upload"


def opened(file: Any) -> Any:
    if not isinstance(file, tuple):
        return file
    name, content, *rest = file
    return name, io.BytesIO(content), *rest


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.encode,
        "encode_files",
        lambda files: {name: opened(file) for name, file in files.items()},
    )
