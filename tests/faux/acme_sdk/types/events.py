from __future__ import annotations

import datetime as dt
from typing import Any

from ..core.models import UniversalBaseModel


class Event(UniversalBaseModel):
    id: int
    at: dt.datetime
    actor: str | int | None = None
    payload: dict[str, Any] | None = None
