from __future__ import annotations

import datetime as dt

from ..core.http import RequestData


def listing(*, since: dt.date | None, limit: int | None) -> RequestData:
    return RequestData("GET", "api/events", query={"since": since, "format": "flat"}, headers={"X-Limit": limit})
