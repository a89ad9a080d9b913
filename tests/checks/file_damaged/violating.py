"""Line ends inside a file are translated."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "files.upload"
EXPECT = {"file_damaged: files.upload.file"}


def translated(file: Any) -> Any:
    if not isinstance(file, tuple):
        return file
    name, content, *rest = file
    return name, content.replace(b"\r\n", b"\n"), *rest


def alter(sdk: Any) -> None:
    change_result(
        sdk.core.encode,
        "encode_files",
        lambda files: {name: translated(file) for name, file in files.items()},
    )
