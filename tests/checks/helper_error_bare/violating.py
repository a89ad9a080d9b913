"""A helper fails inside, for every title."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

OPERATION = "(package)"
EXPECT = {"helper_error_bare: (package).books.client.shorten.shortened (a long title, short)"}
OTHER_CHECKS = {"helper_outcome_changed"}


def alter(sdk: Any) -> None:
    module: Any = ModuleType("acme_sdk.books.client")
    module.shorten = lambda title: title[None]
    sys.modules |= {"acme_sdk.books": ModuleType("acme_sdk.books"), "acme_sdk.books.client": module}
