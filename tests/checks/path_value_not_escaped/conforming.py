"""Reserved characters of path values are encoded in lower case."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.members.assign"


def alter(sdk: Any) -> None:
    def every_byte(original: Any, value: Any) -> str:
        text = original(value)
        return "".join(f"%{byte:02x}" for byte in str(value).encode()) if "%" in text else text

    wrap(sdk.projects.members.requests, "encode_path", every_byte)
