"""Digits in a path are percent-encoded, which names the same resource."""

from __future__ import annotations

from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def encoded(text: str) -> str:
    return "".join(f"%{ord(character):02X}" for character in text) if text.isdigit() else text


def alter(sdk: Any) -> None:
    change_result(sdk.projects.requests, "encode_path", encoded)
