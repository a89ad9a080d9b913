"""Every request is repeated, whatever it changes."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"write_repeated_unrequested: (package).status 503 (JSON body, changing body, list body, upload)"}
OTHER_CHECKS = {"runtime_changed"}


def alter(sdk: Any) -> None:
    sdk.core.http.REPEATED_ON_REQUEST = frozenset()
