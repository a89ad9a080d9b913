from dataclasses import dataclass
from typing import Any, Literal, Optional, TypeVar, Union

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ConfigDict, SerializerFunctionWrapHandler, model_serializer
from typing_extensions import TypeAliasType


class BaseModel(PydanticBaseModel):
    model_config = ConfigDict(populate_by_name=True)

    @model_serializer(mode="wrap")
    def serialize_model(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        left_out = set()
        for name, field in type(self).model_fields.items():
            if isinstance(getattr(self, name, None), Unset):
                left_out |= {name, field.alias or name}
        return {key: value for key, value in written.items() if key not in left_out}


@dataclass
class FieldMetadata:
    path: bool = False
    query: bool = False
    request: bool = False


class Unset(PydanticBaseModel):
    def __bool__(self) -> Literal[False]:
        return False


UNSET = Unset()
T = TypeVar("T")
Nullable = TypeAliasType("Nullable", Union[T, None], type_params=(T,))
OptionalNullable = TypeAliasType("OptionalNullable", Union[Optional[T], Unset], type_params=(T,))
