from __future__ import annotations

from ..core.models import UniversalBaseModel


class Upload(UniversalBaseModel):
    name: str
    size: int
