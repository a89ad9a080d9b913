"""Every release sends the version of an older one."""

from __future__ import annotations

from typing import Any

OPERATION = "projects.get"
EXPECT = {"sdk_header_wrong: (core).core.http.sdk_headers x-fern-sdk-version"}


def alter(sdk: Any) -> None:
    sdk.core.http.VERSION = "0.9.0"
