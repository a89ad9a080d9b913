"""The SDK logs a field that the model does not declare."""

from __future__ import annotations

import logging
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "projects.get"


def alter(sdk: Any) -> None:
    def log_unknown(original: Any, declared: Any, payload: Any) -> Any:
        model = original(declared, payload)
        logging.getLogger("acme").debug("unknown: %s", model.__pydantic_extra__)
        return model

    wrap(sdk.core.construct, "construct_model", log_unknown)
