from __future__ import annotations

import datetime as dt

from ..core.http import Ask


def listing(*, since: dt.date | None, limit: int | None) -> Ask:
    return Ask("GET", "api/events", query={"since": since, "format": "flat"}, headers={"X-Limit": limit})
