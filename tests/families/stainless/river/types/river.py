from __future__ import annotations

from typing import Literal

import pydantic

from .._models import BaseModel


class Photo(BaseModel):
    width: int
    taken_at: str | None = pydantic.Field(alias="takenAt", default=None)


class River(BaseModel):
    id: str
    length_km: float = pydantic.Field(alias="lengthKm")
    kind: Literal["stream", "canal"] | None = None
    photo: Photo | None = None
    request_id: str | None = pydantic.Field(default=None, exclude=True)


class Answer(BaseModel):
    text: str
