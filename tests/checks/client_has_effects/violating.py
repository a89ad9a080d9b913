"""A client puts its key into an environment variable."""

from __future__ import annotations

import os
from typing import Any

from tests.checks.alter_sdk import wrap

OPERATION = "(package)"
EXPECT = {"client_has_effects: (package).sets environment variables"}


def alter(sdk: Any) -> None:
    def exported(original: Any, client: Any, **arguments: Any) -> None:
        original(client, **arguments)
        os.environ["ACME_LAST_KEY"] = str(arguments.get("api_key"))

    wrap(sdk.Acme, "__init__", exported)
