from __future__ import annotations

from typing import Any, Callable, Dict, List, Literal, Optional

import pydantic
from typing_extensions import Annotated, NotRequired, TypedDict

from ..types import UNSET, BaseModel, FieldMetadata, Nullable, OptionalNullable


class BerthTypedDict(TypedDict):
    max_length: float
    near_town: NotRequired[str]


class Berth(BaseModel):
    max_length: Annotated[float, pydantic.Field(alias="maxLength")]
    near_town: Annotated[Optional[str], pydantic.Field(alias="nearTown")] = None


class Boat(BaseModel):
    id: str
    kind: Literal["sail", "motor"]
    owner: Nullable[str]
    built_at: Annotated[str, pydantic.Field(alias="builtAt")]
    berth: Optional[Berth] = None
    note: OptionalNullable[str] = UNSET


class ListBoatsResponse(BaseModel):
    next: Callable[[], Any]
    result: List[Boat]


class GetBoatResponse(BaseModel):
    headers: Dict[str, List[str]]
    result: Boat


class MoveBoatRequestTypedDict(TypedDict):
    boat_id: str
    berth: BerthTypedDict
    at_night: NotRequired[bool]


class MoveBoatRequest(BaseModel):
    boat_id: Annotated[str, FieldMetadata(path=True)]
    berth: Annotated[Berth, FieldMetadata(request=True)]
    at_night: Annotated[Optional[bool], FieldMetadata(query=True)] = None


class Sighting(BaseModel):
    event: Optional[str] = None
    data: str
