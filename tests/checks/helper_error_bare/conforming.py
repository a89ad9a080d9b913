"""A helper refuses every title, and says so."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    module: Any = ModuleType("acme_sdk.books.client")
    module.shorten = int
    sys.modules |= {"acme_sdk.books": ModuleType("acme_sdk.books"), "acme_sdk.books.client": module}
