"""The body of an error is a dict of another class."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from tests.checks.altering import through

OPERATION = "projects.get"
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    def ordered(body: Any) -> Any:
        return OrderedDict(body) if isinstance(body, dict) else body

    through(sdk.core.http, "error_body", ordered)
