"""The text of an error is JSON."""

from __future__ import annotations

import json
from typing import Any

OPERATION = "(package)"
OTHER_CHECKS = {"helper_outcome_changed"}  # a scenario shows the text of an exception


def alter(sdk: Any) -> None:
    def as_json(self: Any) -> str:
        body = self.body.dict() if hasattr(self.body, "dict") else self.body
        return json.dumps({"status": self.status_code, "body": body}, indent=2, default=str)

    sdk.core.api_error.ApiError.__str__ = as_json
