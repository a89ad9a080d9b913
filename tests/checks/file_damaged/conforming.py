"""Files are passed on as open files instead of bytes."""

from __future__ import annotations

import io
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "files.upload"


def opened(file: Any) -> Any:
    name, content, content_type = file
    return name, io.BytesIO(content), content_type


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.encode,
        "encode_files",
        lambda files: {name: opened(file) for name, file in files.items()},
    )
