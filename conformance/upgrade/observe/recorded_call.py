"""A call that a real server responded to, as both releases are given it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.wire import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCall:
    """One recorded call. `arguments` are in their stored form, None where they are not known."""

    label: str
    arguments: Mapping[str, Any] | None
    responses: tuple[Response, ...]
