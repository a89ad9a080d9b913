"""Annotations of models, of pydantic 2 and of the pydantic 1 that it contains."""

from __future__ import annotations

from typing import Any, Literal

import pydantic
import pydantic.v1

from conformance.contract.annotations import Annotations
from conformance.contract.model import Field
from conformance.contract.types import NULL, STRING, Type, union


class Old(pydantic.v1.BaseModel):
    type: Literal["old"] = "old"
    user_id: int = pydantic.v1.Field(alias="userId")
    title: str | None = None

    class Config:
        extra = pydantic.v1.Extra.allow


class New(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")

    type: Literal["old"] = "old"
    user_id: int = pydantic.Field(alias="userId")
    title: str | None = None


def fields_of(cls: Any) -> tuple[tuple[Field, ...], bool, tuple[str, ...]]:
    annotations = Annotations(lambda model: model.__name__)
    name = annotations.read(cls).name
    model = annotations.models[name]
    return model.fields, model.keeps_unknown, model.bases


def test_models_of_both_versions_of_pydantic_are_read_alike() -> None:
    expected = (
        Field("type", "type", Type("literal", values=("old",)), required=False, default="old"),
        Field("user_id", "userId", Type("integer"), required=True),
        Field("title", "title", union([STRING, NULL]), required=False),
    )
    assert fields_of(Old) == fields_of(New) == (expected, True, ())
    assert [field.is_fixed for field in expected] == [True, False, False]
