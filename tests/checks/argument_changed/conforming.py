"""JSON bodies are indented, escaped and sorted: different bytes, the same values."""

from __future__ import annotations

import json
from typing import Any

OPERATION = "projects.update"


def alter(sdk: Any) -> None:
    encode = sdk.core.encode
    encode.encode_json = lambda value: json.dumps(encode.jsonable(value), indent=2, sort_keys=True).encode()
