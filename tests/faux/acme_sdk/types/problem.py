from __future__ import annotations

from ..core.models import UniversalBaseModel


class Problem(UniversalBaseModel):
    detail: str
    fields: dict[str, list[str]] | None = None
