from __future__ import annotations

from typing import Annotated

from typing_extensions import Required, TypedDict


class PropertyInfo:
    def __init__(self, *, alias: str | None = None) -> None:
        self.alias = alias


class SourceParam(TypedDict, total=False):
    altitude: Required[int]
    near_town: Annotated[str, PropertyInfo(alias="nearTown")]
