"""The body of an error is an instance of a dict subclass."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from tests.checks.alter_sdk import change_result

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def ordered(body: Any) -> Any:
        return OrderedDict(body) if isinstance(body, dict) else body

    change_result(sdk.core.http, "error_body", ordered)
